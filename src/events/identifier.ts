import { ulid } from 'ulid';

/** Clock and chance of one identifier; both are arguments so that tests and replays are exact. */
export interface IdentifierSeed {
  /** Milliseconds since the epoch, 1 to 2^48 - 1: the library would ask the clock for 0. */
  readonly nowMs: number;
  /** At least 16 random bytes; the upper five bits of each of the first 16 are used (80 bits). */
  readonly random: Uint8Array;
}

const RANDOM_BYTES = 16;

/** `evt_` and a ULID in lower case: 26 characters that sort by time. */
export function eventId(seed: IdentifierSeed): string {
  return `evt_${timeOrdered(seed)}`;
}

/** Gives `evt_…` ids in ascending order, within a millisecond and after the clock was set back, too. */
export function ascendingEventIds(seed: () => IdentifierSeed): () => string {
  let last = '';
  return () => {
    const fresh = eventId(seed());
    last = fresh > last ? fresh : successorOf(last);
    return last;
  };
}

/** `run_` and a ULID in lower case: 26 characters that sort by time. */
export function runId(seed: IdentifierSeed): string {
  return `run_${timeOrdered(seed)}`;
}

/** `apr_` and a ULID in lower case: 26 characters that sort by time. */
export function approvalId(seed: IdentifierSeed): string {
  return `apr_${timeOrdered(seed)}`;
}

/** `err_` and a ULID in lower case: 26 characters that sort by time. */
export function errorId(seed: IdentifierSeed): string {
  return `err_${timeOrdered(seed)}`;
}

/** `crt_` and a ULID in lower case: 26 characters that sort by time. */
export function certificateId(seed: IdentifierSeed): string {
  return `crt_${timeOrdered(seed)}`;
}

/** `str_` and a ULID in lower case: 26 characters that sort by time. */
export function steeringId(seed: IdentifierSeed): string {
  return `str_${timeOrdered(seed)}`;
}

/** `tok_` and a ULID in lower case: 26 characters that sort by time. */
export function tokenId(seed: IdentifierSeed): string {
  return `tok_${timeOrdered(seed)}`;
}

/** `req_` and a ULID in lower case: 26 characters that sort by time. */
export function requestId(seed: IdentifierSeed): string {
  return `req_${timeOrdered(seed)}`;
}

/** `whk_` and a ULID in lower case: 26 characters that sort by time. */
export function webhookId(seed: IdentifierSeed): string {
  return `whk_${timeOrdered(seed)}`;
}

/** `job_` and a ULID in lower case: 26 characters that sort by time. */
export function jobId(seed: IdentifierSeed): string {
  return `job_${timeOrdered(seed)}`;
}

/** Stable over runs: the same version always has the same id. */
export function migrationId(version: string): string {
  return `mig_${version}`;
}

/** The digits of ids, in their order (Crockford's base 32). */
export const ID_DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** The next text in the order of ids: the last digit that is not the highest is raised, those after it begin anew. */
function successorOf(id: string): string {
  const [, head = '', digit = '', highest = ''] = /^(evt_.*)([0-9a-y])(z*)$/.exec(id) ?? [];
  return `${head}${ID_DIGITS[ID_DIGITS.indexOf(digit) + 1]}${'0'.repeat(highest.length)}`;
}

function timeOrdered({ nowMs, random }: IdentifierSeed): string {
  if (!Number.isSafeInteger(nowMs) || nowMs < 1 || nowMs >= 2 ** 48) {
    throw new RangeError('nowMs must be whole milliseconds between 1 and 2^48 - 1');
  }
  if (random.length < RANDOM_BYTES) throw new RangeError(`random must hold at least ${RANDOM_BYTES} bytes`);
  let used = 0;
  return ulid(nowMs, () => (random[used++] ?? 0) / 256).toLowerCase();
}
