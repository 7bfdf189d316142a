import { ConfitureError } from '../errors.js';

/** What the command line says; undefined where it says nothing. Times in milliseconds. */
export interface SettingsFlags {
  readonly config?: string | undefined;
  readonly env?: string | undefined;
  readonly databaseUrl?: string | undefined;
  readonly migrationsDir?: string | undefined;
  readonly lockTimeoutMs?: number | undefined;
  readonly drainTimeoutMs?: number | undefined;
}

/** Largest delay of a Node timer, in milliseconds. */
const MAX_MS = 2_147_483_647;

/** @throws FLAG_INVALID for a time or a folder that cannot be meant. */
export function checkFlags(flags: SettingsFlags): void {
  checkTime('--lock-timeout', flags.lockTimeoutMs);
  checkTime('--drain-timeout', flags.drainTimeoutMs);
  if (flags.migrationsDir === '') throw invalid('--migrations-dir', 'must not be empty');
}

function checkTime(name: string, ms: number | undefined): void {
  if (ms === undefined || (Number.isInteger(ms) && ms >= 0 && ms <= MAX_MS)) return;
  throw invalid(name, `must be a whole number of milliseconds from 0 to ${MAX_MS}`);
}

function invalid(name: string, fault: string): ConfitureError {
  return new ConfitureError('FLAG_INVALID', `${name} ${fault}.`, {
    hint: `Correct ${name} or leave it out.`,
  });
}
