/** What arrived at the local receiver. */
export interface ReceivedRequest {
  readonly receivedAt: Date;
  readonly summary: {
    readonly event: string | null;
    readonly migration: string | null;
    readonly duration: number | null;
  };
  /** Status it was answered with. */
  readonly status: number;
  /** Null where nothing was verified. */
  readonly verified: boolean | null;
  readonly signatures: readonly { readonly header: string; readonly fault: string | null }[] | null;
  readonly forwarded: { readonly status: number } | { readonly error: string } | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed, or the text where it is not JSON. */
  readonly body: unknown;
}

/** First document of `webhooks listen`. */
export function listeningDocument(url: string): object {
  return { listening: url };
}

/** The documents that follow, one for each request. */
export function receivedDocument({ receivedAt, summary, ...request }: ReceivedRequest): object {
  return {
    received_at: receivedAt.toISOString(),
    event: summary.event,
    migration: summary.migration,
    duration: summary.duration,
    status: request.status,
    verified: request.verified,
    signatures: request.signatures?.map(({ header, fault }) => ({ header, fault })) ?? null,
    forwarded: request.forwarded,
    headers: request.headers,
    body: request.body,
  };
}
