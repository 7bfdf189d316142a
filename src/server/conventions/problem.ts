import { STATUS_CODES } from 'node:http';
import { ConfitureError, type ErrorCode } from '../../errors.js';
import type { Problem } from '../schemas/problem.js';

/** The status of each code that says something about a request; every other code is a fault of the server, 500. */
const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  REQUEST_MALFORMED: 400,
  REQUEST_INVALID: 422,
  REQUEST_TOO_LARGE: 413,
  REQUEST_MEDIA_TYPE: 415,
  REQUEST_TIMED_OUT: 408,
  ROUTE_UNKNOWN: 404,
  METHOD_NOT_ALLOWED: 405,
  HOST_REFUSED: 421,
  ORIGIN_REFUSED: 403,
  TOKEN_MISSING: 401,
  TOKEN_INVALID: 401,
  TOKEN_UNKNOWN: 404,
  TOKEN_EXISTS: 409,
  SCOPE_MISSING: 403,
  RATE_LIMITED: 429,
  IDEMPOTENCY_KEY_REUSED: 422,
  IDEMPOTENCY_KEY_BUSY: 409,
  PRECONDITION_FAILED: 412,
  SERVER_BUSY: 503,
  CONNECT_UNREACHABLE: 503,
  CONNECT_REFUSED_LOGIN: 503,
  CONNECT_UNKNOWN_DATABASE: 503,
  CONNECT_LOST: 503,
  SERVER_READ_ONLY: 503,
  DELIVERY_UNKNOWN: 404,
  DELIVERY_BUSY: 409,
  EVENT_UNKNOWN: 404,
  AUDIT_UNKNOWN: 404,
  JOB_UNKNOWN: 404,
  JOB_ENDED: 409,
  PROBE_FAILED: 409,
  ENDPOINT_INVALID: 422,
  ENDPOINT_UNKNOWN: 404,
  ENDPOINT_EXISTS: 409,
  ENDPOINT_FIXED: 409,
  ENDPOINT_UNDELIVERED: 409,
  ENDPOINT_LOCKED: 409,
  MASTER_KEY_MISSING: 503,
  MASTER_KEY_INVALID: 503,
  TARGET_UNKNOWN: 404,
  FLAG_INVALID: 422,
  CURSOR_INVALID: 422,
  CERTIFICATE_UNKNOWN: 404,
  RUN_UNKNOWN: 404,
  RUN_ACTIVE: 409,
  STEERING_REFUSED: 409,
  STEERING_IMPOSSIBLE: 409,
  APPROVAL_UNKNOWN: 404,
  APPROVAL_STALE: 409,
  APPROVAL_DECIDED: 409,
  APPROVER_REFUSED: 403,
  PLAN_CHANGED: 409,
  FILES_EXIST: 409,
  FILES_REFUSED: 403,
  FILES_CHANGED: 409,
  FILES_SYNTAX: 409,
  FILES_UNSUPPORTED: 409,
  FILES_UNREADABLE: 409,
  FILES_FOLDER_MISSING: 409,
  FILES_NAME_INVALID: 409,
  FILES_DUPLICATE_VERSION: 409,
  FILES_DRIFT: 409,
  FILES_ORPHANED: 409,
  FILES_MISPLACED: 409,
  MIGRATION_INTERRUPTED: 409,
};

/** One fault of a request among several. */
export interface RequestFault {
  /** JSON pointer into the body, or `query/name`, `path/name`, `header/name`. */
  readonly pointer: string;
  readonly detail: string;
}

/** A request with faults; all of them are told at once. */
export class RequestInvalid extends ConfitureError {
  readonly faults: readonly RequestFault[];

  constructor(faults: readonly RequestFault[], hint?: string) {
    super('REQUEST_INVALID', sentence(faults), hint === undefined ? {} : { hint });
    this.faults = faults;
  }
}

function sentence(faults: readonly RequestFault[]): string {
  const [first] = faults;
  if (first === undefined || faults.length > 1) return `the request has ${faults.length} faults`;
  return `${first.pointer === '' ? 'the body' : first.pointer}: ${first.detail}`;
}

/** A failure, as it is answered. `details.status` of an error wins over the status of its code. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
}

/** A failure of a request, as an answer; a failure that no code names tells nothing of itself. */
export function problemOf(
  thrown: unknown,
  { requestId, instance }: { readonly requestId: string; readonly instance: string },
): ProblemAnswer {
  const error = ConfitureError.is(thrown) ? thrown : unknown(requestId);
  const { status = STATUS[error.code] ?? 500, headers = {} } = error.details as {
    status?: number;
    headers?: Record<string, string>;
  };
  return {
    status,
    headers,
    body: {
      type: `urn:confiture:problem:${error.code.toLowerCase().replaceAll('_', '-')}`,
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: error.message,
      instance,
      code: error.code,
      ...(error.hint !== undefined && { hint: error.hint }),
      request_id: requestId,
      ...errorsOf(error),
    },
  };
}

/** The faults of a request that is not what its schema says, or of an endpoint that cannot be as it was asked for. */
function errorsOf(error: ConfitureError): Pick<Problem, 'errors'> {
  if (error instanceof RequestInvalid) return { errors: error.faults.map((fault) => ({ ...fault })) };
  const { faults } = error.details as { faults?: readonly { field: string; message: string }[] };
  if (error.code !== 'ENDPOINT_INVALID' || faults === undefined) return {};
  return {
    errors: faults.map(({ field, message }) => ({
      pointer: `/${field.replaceAll('~', '~0')}`,
      detail: message,
    })),
  };
}

function unknown(requestId: string): ConfitureError {
  return new ConfitureError('INTERNAL', 'the server failed', {
    hint: `Look for ${requestId} in the log of the server.`,
  });
}
