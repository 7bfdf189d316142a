import type { Connection } from '../database/connection.js';
import { isServerError } from '../database/server-error.js';
import { maskServerMessage } from '../events/server-message.js';
import { loadQuery, loadUp } from '../migrations/load-migration.js';
import { restampSql } from './ledger.js';
import { type OpenDatabase, withDatabase } from './open.js';
import type { InventoryEntry } from './plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { ledgerMissing } from './status.js';

/** What was found of one applied migration. */
export interface Verification {
  readonly version: string;
  readonly name: string;
  readonly state: 'verified' | 'failed' | 'changed' | 'missing' | 'fixed';
  /** Why it failed, masked; null where it did not. */
  readonly message: string | null;
}

export interface VerifyResult {
  readonly verifications: readonly Verification[];
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
): Promise<VerifyResult> {
  return withDatabase(ports, settings, { lock: fix }, async (open) => {
    if (!open.facts.ledger.exists) throw ledgerMissing(settings, open.files.length);
    const verifications: Verification[] = [];
    for (const entry of open.inventory) {
      ports.signal.throwIfAborted();
      if (entry.row) verifications.push(await verifyEntry(entry, open, fix));
    }
    return { verifications };
  });
}

async function verifyEntry(entry: InventoryEntry, open: OpenDatabase, fix: boolean): Promise<Verification> {
  const { version, name, file } = entry;
  if (!file) return { version, name, state: 'missing', message: 'there is no file for it' };
  if (entry.state === 'changed') {
    if (!fix)
      return { version, name, state: 'changed', message: 'the file was changed after it was applied' };
    const { checksum } = await loadUp(file);
    await open.connection.run(restampSql(open.facts.ledger, version, checksum));
    return { version, name, state: 'fixed', message: null };
  }
  if (!file.verify) return { version, name, state: 'verified', message: null };
  const message = await runCheck(open.connection, loadQuery(file.verify));
  return { version, name, state: message === null ? 'verified' : 'failed', message };
}

/** Null where the check holds: its last statement returns one row whose first column is true. */
async function runCheck(connection: Connection, text: string): Promise<string | null> {
  try {
    await connection.run('begin read only');
    const results = await connection.queryAll(text);
    const [row] = results.at(-1) ?? [];
    const [value] = Object.values(row ?? {});
    return value === true ? null : 'its .verify.sql did not return true';
  } catch (error) {
    if (!isServerError(error)) throw error;
    return `its .verify.sql failed: ${maskServerMessage(error.message, error.code)} [${error.code}]`;
  } finally {
    if (!connection.lost) await connection.run('rollback');
  }
}
