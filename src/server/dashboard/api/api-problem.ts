/** One fault of a request among several; `pointer` is a JSON pointer, or `query/name`. */
export interface ProblemFault {
  readonly pointer: string;
  readonly detail: string;
}

/** An answer of the API that is no success (RFC 9457). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly hint: string | null;
  readonly requestId: string;
  readonly faults: readonly ProblemFault[];

  /** `body` is what the server answered; what is no problem document tells its status only. */
  constructor(status: number, body: unknown) {
    const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const detail = typeof fields.detail === 'string' ? fields.detail : `the server answered ${status}`;
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.detail = detail;
    this.code = typeof fields.code === 'string' ? fields.code : 'UNKNOWN';
    this.hint = typeof fields.hint === 'string' ? fields.hint : null;
    this.requestId = typeof fields.request_id === 'string' ? fields.request_id : '–';
    this.faults = Array.isArray(fields.errors) ? (fields.errors as ProblemFault[]) : [];
  }
}
