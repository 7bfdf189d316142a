/** What a format knows of the endpoint it writes for. */
export interface FormatEndpoint {
  readonly name: string;
  /** The newest secret; `pagerduty` and `opsgenie` need it as the vendor's key. */
  readonly secret?: string | undefined;
}
