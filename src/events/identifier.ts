/** Clock and chance of one identifier; both are arguments so that tests and replays are exact. */
export interface IdentifierSeed {
  /** Milliseconds since the epoch, up to 2^48 - 1. */
  readonly nowMs: number;
  /** At least 10 random bytes; the first 10 (80 bits) are used. */
  readonly random: Uint8Array;
}

// Crockford's base 32, lower case: ascending in ASCII, so that text order is time order.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** `evt_` and 26 characters that sort by time. */
export function eventId(seed: IdentifierSeed): string {
  return `evt_${timeOrdered(seed)}`;
}

/** `run_` and 26 characters that sort by time. */
export function runId(seed: IdentifierSeed): string {
  return `run_${timeOrdered(seed)}`;
}

/** Stable over runs: the same version always has the same id. */
export function migrationId(version: string): string {
  return `mig_${version}`;
}

function timeOrdered({ nowMs, random }: IdentifierSeed): string {
  if (!Number.isSafeInteger(nowMs) || nowMs < 0 || nowMs >= 2 ** 48) {
    throw new RangeError('nowMs must be whole milliseconds between 0 and 2^48 - 1');
  }
  if (random.length < 10) throw new RangeError('random must hold at least 10 bytes');
  const chance = random.subarray(0, 10).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return base32(BigInt(nowMs), 10) + base32(chance, 16);
}

function base32(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) {
    text = alphabet.charAt(Number(rest & 31n)) + text;
  }
  return text;
}
