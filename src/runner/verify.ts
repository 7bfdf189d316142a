import type { ServerError } from '../database/server-error.js';
import { ConfitureError } from '../errors.js';
import { loadUp } from '../migrations/files/load-migration.js';
import { loadVerify } from '../migrations/queries/load-queries.js';
import { updateChecksumSql } from './ledger/ledger.js';
import { auditSql } from './lifecycle/audit.js';
import { askVerify } from './lifecycle/validation/queries/ask-verify.js';
import type { QueryContext } from './lifecycle/validation/queries/query-error.js';
import type { InventoryEntry } from './plan/plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { type RunSession, withDatabase } from './session/open.js';
import { openUnmade } from './session/open-unmade.js';
import { refuseReadOnly } from './session/refuse-session.js';
import { ledgerMissing } from './status.js';

/** What was found of one applied migration. */
export interface Verification {
  readonly version: string;
  readonly name: string;
  readonly state: 'verified' | 'failed' | 'changed' | 'missing' | 'fixed';
  /** Why it failed, masked; null where it did not. */
  readonly message: string | null;
  /** Display path of its `.verify.sql`; null where it has none. */
  readonly verifyFile: string | null;
}

export interface VerifyResult {
  readonly verifications: readonly Verification[];
}

/** The same with the parts for a person at a terminal. */
export interface VerifyRun extends VerifyResult {
  /** What the server said about a `.verify.sql` that it refused, by version, as it said it. */
  readonly refusals: ReadonlyMap<string, ServerError>;
}

export interface VerifyOptions {
  /** Accepts changed files: writes their present checksums into the ledger. */
  readonly fix?: boolean;
}

/**
 * Compares applied migrations with their files and runs each `.verify.sql`, which must return true. The
 * queries run in a read-only transaction that is rolled back.
 */
export async function runVerify(
  ports: RunnerPorts,
  settings: RunSettings,
  { fix = false }: VerifyOptions = {},
): Promise<VerifyRun> {
  return withDatabase(ports, settings, { lock: fix }, async (open) => {
    if (!open.facts.ledger.exists) throw ledgerMissing(settings, open.files.length);
    if (fix) refuseReadOnly(open.facts);
    const verifications: Verification[] = [];
    const refusals = new Map<string, ServerError>();
    const { signal, now } = ports;
    const { timeoutMs } = settings.validation;
    const asking = { connection: open.connection, signal, now, timeoutMs, redaction: settings.redaction };
    const auditOf = (name: string) => auditSql(open.facts, settings, 'verify_fix', name);
    for (const entry of open.inventory) {
      ports.signal.throwIfAborted();
      if (entry.row)
        verifications.push(await verifyEntry(entry, open, { ...asking, refusals }, fix ? auditOf : null));
    }
    return { verifications, refusals };
  });
}

/** Nothing is applied in an embedded database that is not there yet. */
export function refuseUnmadeVerify(ports: RunnerPorts, settings: RunSettings): never {
  throw ledgerMissing(settings, openUnmade(ports, settings).files.length);
}

/** A changed file is accepted where `auditOf` is there. */
async function verifyEntry(
  entry: InventoryEntry,
  open: RunSession,
  asking: QueryContext & { readonly refusals: Map<string, ServerError> },
  auditOf: ((name: string) => readonly string[]) | null,
): Promise<Verification> {
  const { version, name, file } = entry;
  const verdict = (state: Verification['state'], message: string | null): Verification => {
    return { version, name, state, message, verifyFile: file?.verify?.displayPath ?? null };
  };
  if (!file) return verdict('missing', 'there is no file for it');
  if (entry.state === 'changed') {
    if (!auditOf) return verdict('changed', 'the file was changed after it was applied');
    const { checksum } = await loadUp(file);
    const update = updateChecksumSql(open.facts.ledger, version, checksum);
    await open.connection.run([update, ...auditOf(name)].join('; '));
    return verdict('fixed', null);
  }
  if (!file.verify) return verdict('verified', null);
  const failure = await askVerify(loadVerify(file.verify), 'alone', asking);
  if (failure?.server) asking.refusals.set(version, failure.server);
  return failure === null ? verdict('verified', null) : verdict('failed', `its .verify.sql ${failure.words}`);
}

const FAULTS = { changed: 'FILES_CHANGED', missing: 'FILES_DRIFT', failed: 'VERIFY_FAILED' } as const;

/** What `verify` ends in; null where all is in order. */
export function faultOfVerify({ verifications }: VerifyResult): ConfitureError | null {
  const named = (wanted: Verification['state']) =>
    verifications.filter(({ state }) => state === wanted).map(({ name }) => `${name} (${wanted})`);
  const faulty = (['changed', 'missing', 'failed'] as const)
    .map((state) => ({ state, names: named(state) }))
    .filter(({ names }) => names.length > 0);
  const [worst] = faulty;
  if (!worst) return null;
  const names = faulty.flatMap((group) => group.names).join(', ');
  return new ConfitureError(FAULTS[worst.state], `not in order: ${names}`, {
    hint: VERIFY_HINTS[worst.state],
  });
}

/** What to do about each state. */
export const VERIFY_HINTS = {
  changed: 'Restore the file, or accept it as it is now with `confiture migrate verify --fix`.',
  missing: 'Restore the file from version control.',
  failed: 'The database is not as the migration promised: find out what changed it since.',
} as const;
