/** A filter as it is typed: flags of a command, or parameters of a request. */
export interface FilterText {
  readonly state?: string;
  readonly endpoint?: string;
  readonly type?: string;
  readonly status?: string;
  readonly error?: string;
  readonly migration?: string;
  readonly run?: string;
  readonly since?: string;
  readonly until?: string;
}

/** A part of the filter, as the command line, the API and the page name it. */
interface FilterField {
  readonly value: string;
  readonly doc: string;
}

/** The filter language of deliveries, the one list of its parts. Everything that is given has to be true. */
export const FILTER_FIELDS: Readonly<Record<keyof FilterText, FilterField>> = {
  state: { value: 'state', doc: 'only these' },
  endpoint: { value: 'name', doc: 'only those of this endpoint' },
  type: { value: 'type', doc: 'only events of this type, or of a pattern such as migration.*' },
  status: { value: 'code', doc: 'only those last answered with this: 404, 5xx, or none' },
  error: {
    value: 'kind',
    doc: 'only those last ended by this: timeout, dns, connect-refused, tls, reset, …',
  },
  migration: { value: 'version', doc: 'only those of this migration, by version or name' },
  run: { value: 'id', doc: 'only those of this run' },
  since: {
    value: 'time',
    doc: 'settled, or waiting, since then: 30m, 24h, 7d or 2026-01-09T14:00:00Z',
  },
  until: { value: 'time', doc: 'settled, or waiting, until then' },
};
