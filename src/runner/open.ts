import type { Connection } from '../database/connection.js';
import type { MigrationFile } from '../migrations/discover.js';
import { discoverMigrations } from '../migrations/discover.js';
import { isUnchanged } from '../migrations/load-migration.js';
import { type LedgerRow, readLedger } from './ledger.js';
import { acquireLock } from './lock.js';
import { type InventoryEntry, takeInventory } from './plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import type { RunInfo } from './run-info.js';
import { readSession, type SessionFacts } from './session.js';
import { explainSessionError } from './session-error.js';
import { type SessionSettings, startSession } from './session-state.js';

/** A database with its ledger read, and the files it is compared with. */
export interface OpenDatabase {
  readonly connection: Connection;
  readonly facts: SessionFacts;
  /** Server settings that are in force at the start of each migration. */
  readonly settings: SessionSettings;
  readonly files: readonly MigrationFile[];
  readonly rows: readonly LedgerRow[];
  readonly inventory: readonly InventoryEntry[];
  readonly info: RunInfo;
}

/**
 * Reads the files, connects, takes the lock where `lock` asks for it, reads the ledger, and calls `work`.
 * The session is closed afterwards, which also gives the lock back. While `work` goes on, an abort
 * cancels what the server is doing.
 */
export async function withDatabase<T>(
  ports: RunnerPorts,
  settings: RunSettings,
  { lock }: { readonly lock: boolean },
  work: (open: OpenDatabase) => Promise<T>,
): Promise<T> {
  const { migrations: files } = discoverMigrations(settings.migrationsDir, {
    displayDir: settings.migrationsDirDisplay,
  });
  ports.signal.throwIfAborted();
  const connection = await ports.connect();
  const stop = cancelOnAbort(connection, ports.signal);
  try {
    const started = startSession(connection, settings.statementLockTimeoutMs);
    started.catch(() => {});
    const facts = await enter(connection, ports, settings, lock);
    const info = describeRun(connection, facts, ports, settings);
    ports.reporter.header({
      version: settings.version,
      environment: settings.environment,
      database: info.database,
      source: settings.databaseSource,
      embedded: connection.kind === 'embedded',
    });
    const rows = await readLedger(connection, facts.ledger);
    const inventory = takeInventory(files, rows, isUnchanged);
    return await work({ connection, facts, settings: await started, files, rows, inventory, info });
  } catch (error) {
    throw explainSessionError(error, connection, ports.signal);
  } finally {
    stop();
    await connection.close();
  }
}

async function enter(
  connection: Connection,
  ports: RunnerPorts,
  { trackingTable, lockTimeoutMs }: RunSettings,
  lock: boolean,
): Promise<SessionFacts> {
  if (!lock || lockTimeoutMs === null) return readSession(connection, trackingTable, { lock: false });
  return acquireLock(connection, trackingTable, {
    timeoutMs: lockTimeoutMs,
    signal: ports.signal,
    onWait: (holder, waitedMs) => ports.reporter.lockWaiting({ holder, waitedMs, timeoutMs: lockTimeoutMs }),
  });
}

function describeRun(
  connection: Connection,
  facts: SessionFacts,
  ports: RunnerPorts,
  settings: RunSettings,
): RunInfo {
  const runId = ports.newRunId();
  return {
    runId,
    environment: settings.environment,
    correlationId: settings.correlationId ?? runId,
    database: { host: connection.address.host, name: facts.database, schema: facts.schema },
  };
}

const CANCEL_EVERY_MS = 200;
const CANCEL_FOR_MS = 3_000;

/**
 * A cancel can reach the server between two statements and hit nothing, so it is repeated. A server that answers none
 * of them cannot be reached any more: the session is given up, or whoever waits for its answer would wait for ever.
 */
function cancelOnAbort(connection: Connection, signal: AbortSignal): () => void {
  let repeat: NodeJS.Timeout | undefined;
  let giveUp: NodeJS.Timeout | undefined;
  const begin = () => {
    const cancel = () => void connection.cancel();
    cancel();
    repeat = setInterval(cancel, CANCEL_EVERY_MS);
    giveUp = setTimeout(() => void connection.close(), CANCEL_FOR_MS);
  };
  signal.addEventListener('abort', begin, { once: true });
  return () => {
    signal.removeEventListener('abort', begin);
    clearInterval(repeat);
    clearTimeout(giveUp);
  };
}
