import type { TrackingTable } from '../../config/tracking-table.js';
import type { Connection } from '../../database/connection.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import { readFolder } from '../../migrations/folder/discover.js';
import { folderOptionsOf } from '../../migrations/folder/folder-options.js';
import { readSession } from '../../runner/session/session.js';
import { explainSessionError } from '../../runner/session/session-error.js';
import { type Check, failedWith } from './check.js';
import { type DoctorContext, runCheck } from './context.js';
import { checkEventTriggers } from './event-triggers.js';
import type { MigrationsFolder } from './files.js';
import { checkLedger } from './ledger.js';
import { checkIndexes, checkInterrupted, checkLock } from './leftovers.js';
import { checkOwners } from './owners.js';
import { checkPrivileges } from './privileges.js';
import { checkClock, checkPooler, checkServer, checkTimeouts, checkVanishedClients } from './server.js';

export interface ExaminationOptions extends MigrationsFolder {
  readonly connect: () => Promise<Connection>;
  readonly connectBeside: (applicationName: string, signal: AbortSignal) => Promise<Connection>;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly trackingTable: TrackingTable;
  /** Which setting the database URL came from. */
  readonly databaseSource: string;
  /** There are endpoints to store events for. */
  readonly needsOutbox: boolean;
}

/**
 * Looks at a database as a run would find it. Changes nothing and takes no lock. A database that cannot be reached is
 * one failed check.
 */
export async function examineDatabase(options: ExaminationOptions): Promise<Check[]> {
  let connection: Connection;
  try {
    connection = await options.connect();
  } catch (error) {
    options.signal.throwIfAborted();
    return [failedWith('database', error)];
  }
  try {
    const facts = await readSession(connection, options.trackingTable, { lock: 'none' });
    return await examine({ connection, facts }, options);
  } catch (error) {
    options.signal.throwIfAborted();
    return [failedWith('database', explainSessionError(error, connection, options.signal))];
  } finally {
    await connection.close();
  }
}

/** Checks that read own tables, which is not done where they belong to a role that is not trusted. */
const READS_TABLES = new Set(['ledger', 'interrupted']);

async function examine(context: DoctorContext, options: ExaminationOptions): Promise<Check[]> {
  const { connection } = context;
  const all: readonly [name: string, check: () => Promise<Check>, isForServers?: true][] = [
    ['database', () => checkServer(context, options.databaseSource)],
    ['pooler', () => checkPooler(context, options), true],
    ['owners', async () => checkOwners(context)],
    ['privileges', () => checkPrivileges(context, options)],
    ['event triggers', () => checkEventTriggers(context), true],
    ['ledger', () => checkLedger(context, filesOf(options))],
    ['lock', () => checkLock(connection), true],
    ['interrupted', () => checkInterrupted(context)],
    ['indexes', () => checkIndexes(connection)],
    ['time-outs', () => checkTimeouts(context), true],
    ['clock', () => checkClock(context, options.now), true],
    ['killed runs', () => checkVanishedClients(connection), true],
  ];
  const isForeign = context.facts.foreign.length > 0;
  const checks: Check[] = [];
  for (const [name, check, isForServers] of all) {
    options.signal.throwIfAborted();
    if (isForServers && connection.kind === 'embedded') continue;
    if (isForeign && READS_TABLES.has(name)) continue;
    checks.push(await runCheck(name, check));
  }
  return checks;
}

/** A fault of the folder belongs to another check. */
function filesOf(settings: MigrationsFolder): readonly MigrationFile[] {
  try {
    return readFolder(settings.migrationsDir, folderOptionsOf(settings)).migrations;
  } catch {
    return [];
  }
}
