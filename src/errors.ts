/**
 * Every failure a person or a program can be told about: one code each, with the exit code it ends in.
 * `docs/errors.md` lists the same codes; a test holds the two together.
 */

/** Process exit codes; a contract shared with the Python Confiture. */
export const EXIT = {
  done: 0,
  migrationFailed: 1,
  ledgerMissing: 2,
  connection: 3,
  files: 4,
  configuration: 5,
  lock: 6,
  irreversible: 8,
  approval: 9,
  unknown: 10,
  stopped: 11,
  interrupted: 130,
  terminated: 143,
} as const;

const EXIT_CODES = {
  CONFIG_NOT_FOUND: EXIT.configuration,
  CONFIG_UNREADABLE: EXIT.configuration,
  CONFIG_INVALID: EXIT.configuration,
  FLAG_INVALID: EXIT.configuration,
  TARGET_UNKNOWN: EXIT.configuration,
  DATABASE_URL_MISSING: EXIT.configuration,
  DATABASE_URL_INVALID: EXIT.configuration,
  HOOK_INVALID: EXIT.configuration,
  HOOK_UNKNOWN: EXIT.configuration,
  ENDPOINT_INVALID: EXIT.configuration,
  ENDPOINT_UNKNOWN: EXIT.configuration,
  ENDPOINT_EXISTS: EXIT.configuration,
  ENDPOINT_FIXED: EXIT.configuration,
  ENDPOINT_UNDELIVERED: EXIT.configuration,
  ENDPOINT_LOCKED: EXIT.configuration,
  MASTER_KEY_MISSING: EXIT.configuration,
  MASTER_KEY_INVALID: EXIT.configuration,
  PORT_IN_USE: EXIT.configuration,
  CONNECT_UNREACHABLE: EXIT.connection,
  CONNECT_REFUSED_LOGIN: EXIT.connection,
  CONNECT_UNKNOWN_DATABASE: EXIT.connection,
  CONNECT_LOST: EXIT.connection,
  CONNECT_POOLED: EXIT.connection,
  OUTCOME_UNKNOWN: EXIT.unknown,
  EMBEDDED_UNUSABLE: EXIT.connection,
  EMBEDDED_IN_USE: EXIT.lock,
  LOCK_NOT_OBTAINED: EXIT.lock,
  LOCK_LOST: EXIT.lock,
  OWNER_UNTRUSTED: EXIT.configuration,
  LEDGER_ELSEWHERE: EXIT.configuration,
  LEDGER_MISSING: EXIT.ledgerMissing,
  LEDGER_UNUSABLE: EXIT.connection,
  OUTBOX_UNUSABLE: EXIT.connection,
  SERVER_READ_ONLY: EXIT.connection,
  DELIVERY_UNKNOWN: EXIT.configuration,
  DELIVERY_FAILED: EXIT.migrationFailed,
  CURSOR_INVALID: EXIT.configuration,
  DELIVERY_BUSY: EXIT.configuration,
  EVENT_UNKNOWN: EXIT.configuration,
  AUDIT_UNKNOWN: EXIT.configuration,
  JOB_UNKNOWN: EXIT.configuration,
  JOB_ENDED: EXIT.configuration,
  PROBE_FAILED: EXIT.migrationFailed,
  HOOK_FAILED: EXIT.migrationFailed,
  FILES_FOLDER_MISSING: EXIT.files,
  FILES_UNREADABLE: EXIT.files,
  FILES_NAME_INVALID: EXIT.files,
  FILES_DUPLICATE_VERSION: EXIT.files,
  FILES_ORPHANED: EXIT.files,
  FILES_MISPLACED: EXIT.files,
  FILES_UNSUPPORTED: EXIT.files,
  FILES_SYNTAX: EXIT.files,
  FILES_CHANGED: EXIT.files,
  FILES_DRIFT: EXIT.files,
  FILES_STRICT: EXIT.files,
  FILES_EXIST: EXIT.files,
  FILES_REFUSED: EXIT.configuration,
  FILES_NOT_WRITABLE: EXIT.configuration,
  MIGRATION_FAILED: EXIT.migrationFailed,
  MIGRATION_INTERRUPTED: EXIT.migrationFailed,
  BATCH_UNBOUNDED: EXIT.migrationFailed,
  MIGRATION_VETOED: EXIT.migrationFailed,
  VERIFY_FAILED: EXIT.migrationFailed,
  VALIDATION_FAILED: EXIT.migrationFailed,
  CERTIFICATE_INVALID: EXIT.migrationFailed,
  CERTIFICATE_UNKNOWN: EXIT.configuration,
  CERTIFICATE_KEY_INVALID: EXIT.configuration,
  PLAN_CHANGED: EXIT.approval,
  APPROVAL_REQUIRED: EXIT.approval,
  APPROVAL_STALE: EXIT.approval,
  APPROVAL_DENIED: EXIT.approval,
  APPROVAL_TIMEOUT: EXIT.approval,
  APPROVAL_UNKNOWN: EXIT.configuration,
  APPROVAL_DECIDED: EXIT.configuration,
  APPROVER_REFUSED: EXIT.configuration,
  ROLLBACK_IMPOSSIBLE: EXIT.irreversible,
  RUN_UNKNOWN: EXIT.configuration,
  RUN_ACTIVE: EXIT.configuration,
  RUN_NOT_QUEUED: EXIT.configuration,
  STEERING_REFUSED: EXIT.configuration,
  STEERING_IMPOSSIBLE: EXIT.configuration,
  REQUEST_MALFORMED: EXIT.configuration,
  REQUEST_INVALID: EXIT.configuration,
  REQUEST_TOO_LARGE: EXIT.configuration,
  REQUEST_MEDIA_TYPE: EXIT.configuration,
  REQUEST_TIMED_OUT: EXIT.configuration,
  ROUTE_UNKNOWN: EXIT.configuration,
  METHOD_NOT_ALLOWED: EXIT.configuration,
  HOST_REFUSED: EXIT.configuration,
  ORIGIN_REFUSED: EXIT.configuration,
  TOKEN_MISSING: EXIT.configuration,
  TOKEN_INVALID: EXIT.configuration,
  TOKEN_UNKNOWN: EXIT.configuration,
  TOKEN_EXISTS: EXIT.configuration,
  SCOPE_MISSING: EXIT.configuration,
  RATE_LIMITED: EXIT.configuration,
  IDEMPOTENCY_KEY_REUSED: EXIT.configuration,
  IDEMPOTENCY_KEY_BUSY: EXIT.configuration,
  PRECONDITION_FAILED: EXIT.configuration,
  SERVER_BUSY: EXIT.connection,
  CANCELLED_ON_REQUEST: EXIT.stopped,
  PAUSE_TIMED_OUT: EXIT.stopped,
  CANCELLED_INTERRUPT: EXIT.interrupted,
  CANCELLED_TERMINATE: EXIT.terminated,
  CANCELLED_ABORT: EXIT.interrupted,
  INTERNAL: EXIT.migrationFailed,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof EXIT_CODES;

/** All codes, in the order of the catalogue. */
export const errorCodes = Object.keys(EXIT_CODES) as ErrorCode[];

/** Process exit code an error with `code` ends in. */
export function exitCodeOf(code: ErrorCode): number {
  return EXIT_CODES[code];
}

/** A place in a file a person can open. `line` and `column` count from 1; `column` counts characters. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ConfitureErrorOptions {
  /** What the reader should do next, as an instruction. */
  readonly hint?: string;
  /** Where the fault lies, for messages that point into a file. */
  readonly location?: SourceLocation;
  /** Name of the migration concerned, for instance `005_add_payment_table`. */
  readonly migration?: string;
  /** Five-character SQLSTATE of a server error. */
  readonly sqlstate?: string;
  /** Extra facts for JSON output. Must not hold secrets, SQL or row values. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

const brand = Symbol.for('confiture.error');

/**
 * The only error type that leaves the library on purpose. `message` never holds credentials, SQL text or
 * row values; `cause` may, and is therefore never printed.
 */
export class ConfitureError extends Error {
  override readonly name: string = 'ConfitureError';
  readonly code: ErrorCode;
  readonly exitCode: number;
  readonly hint: string | undefined;
  readonly location: SourceLocation | undefined;
  readonly migration: string | undefined;
  readonly sqlstate: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ConfitureErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.exitCode = exitCodeOf(code);
    this.hint = options.hint;
    this.location = options.location;
    this.migration = options.migration;
    this.sqlstate = options.sqlstate;
    this.details = options.details ?? {};
    Object.defineProperty(this, brand, { value: true });
  }

  /** True for errors of this class, also of another copy of the package in the same process. */
  static is(error: unknown): error is ConfitureError {
    return typeof error === 'object' && error !== null && brand in error;
  }
}
