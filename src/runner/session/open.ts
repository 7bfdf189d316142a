import type { Connection } from '../../database/connection.js';
import { createFilesMeanwhile, type FilesMeanwhile } from '../../migrations/files/files-meanwhile.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import { discoverMigrations } from '../../migrations/folder/discover.js';
import { folderOptionsOf } from '../../migrations/folder/folder-options.js';
import { createParserMeanwhile } from '../../migrations/parser/load-meanwhile.js';
import { type LedgerRow, readLedger } from '../ledger/ledger.js';
import { refuseLedgerElsewhere } from '../ledger/ledger-elsewhere.js';
import { auditSql } from '../lifecycle/audit.js';
import { type InventoryEntry, takeInventory } from '../plan/plan.js';
import type { RunnerPorts, RunSettings } from '../ports.js';
import type { RunInfo } from '../run-info.js';
import { type AskAgain, createAskAgain } from './ask-again.js';
import { acquireLock, describeHolder, releaseLock } from './lock.js';
import { findPooling, lockLostToPooler, transactionPooling } from './pooler.js';
import { readSubscribers } from './read-subscribers.js';
import { refuseUnsafeLedger } from './refuse-session.js';
import { readSession, type SessionFacts } from './session.js';
import { explainSessionError } from './session-error.js';
import { type SessionSettings, startSession } from './session-state.js';

/** A database with its ledger read, and the files it is compared with. */
export interface RunSession {
  readonly connection: Connection;
  readonly facts: SessionFacts;
  /** Server settings that are in force at the start of each migration. */
  readonly settings: SessionSettings;
  readonly files: readonly MigrationFile[];
  readonly rows: readonly LedgerRow[];
  readonly inventory: readonly InventoryEntry[];
  /** Reads the up file of a migration that is about to be checked, unless it was read while the server was waited for. */
  readonly load: FilesMeanwhile['load'];
  readonly info: RunInfo;
  readonly askAgain: AskAgain;
  /**
   * Gives the migration lock back, for as long as something outside of the database is waited for. What it resolves to
   * takes the lock again, and reads files and ledger anew: both may have changed.
   */
  readonly suspend: () => Promise<() => Promise<RunSession>>;
}

/** Follows a run from before it has the lock. */
export interface SessionObserver {
  readonly runId: string;
  /** Called about every second while the lock is waited for, with who has it; a rejection ends the wait. */
  waitingForLock(session: Pick<RunSession, 'connection' | 'facts'>, holder: string): Promise<void>;
  /** Called with the session of the run when the ledger is read. */
  readRequests(session: Pick<RunSession, 'connection' | 'facts'>): Promise<void>;
}

export interface OpenOptions {
  /** Take the migration lock. */
  readonly lock: boolean;
  /** Refuse what a run would be refused for, without taking the lock. */
  readonly dryRun?: boolean;
  /** For runs of `up` and `down`. */
  readonly control?: SessionObserver;
}

/**
 * Reads the files, connects, takes the lock where `lock` asks for it, reads the ledger, and calls `work`.
 * The caller closes the session afterwards, which also gives the lock back. While `work` goes on, an abort
 * cancels what the server is doing.
 */
export async function withDatabase<T>(
  ports: RunnerPorts,
  settings: RunSettings,
  { lock, dryRun = false, control }: OpenOptions,
  work: (open: RunSession) => Promise<T>,
): Promise<T> {
  const readFiles = () => discoverMigrations(settings.migrationsDir, folderOptionsOf(settings)).migrations;
  const filesAtStart = readFiles();
  ports.signal.throwIfAborted();
  const parser = control ? createParserMeanwhile() : null;
  const upFiles = createFilesMeanwhile(filesAtStart);
  const connecting = ports.connect();
  const connection = await upFiles.readDuring(parser?.loadDuring(connecting) ?? connecting);
  const stop = cancelOnAbort(connection, ports.signal);
  try {
    const started = startSession(connection, settings.statementLockTimeoutMs, 'unpooled');
    started.catch(() => {});
    const options = { lock, dryRun, ...(control && { control }), onWait: upFiles.forget };
    const entering = enter(connection, ports, settings, options);
    const facts = await upFiles.readDuring(parser?.callDuring(entering) ?? entering);
    const isLockPooled = facts.pooled && facts.locked === true;
    const inForce =
      facts.pooled && lock ? startSession(connection, settings.statementLockTimeoutMs, 'always') : started;
    inForce.catch(() => {});
    const info = describeRun(connection, facts, control?.runId ?? ports.newRunId(), settings);
    ports.emit({
      type: 'run.opened',
      version: settings.version,
      environment: settings.environment,
      database: info.database,
      source: settings.databaseSource,
      embedded: connection.kind === 'embedded',
    });
    const askAgain = createAskAgain({
      connectBeside: ports.connectBeside,
      lost: facts,
      signal: ports.signal,
      onAsk: () => ports.emit({ type: 'connection.lost' }),
    });
    let isSuspended = false;
    const read = async (facts: SessionFacts, files: readonly MigrationFile[]): Promise<RunSession> => {
      refuseUnsafeLedger(facts);
      await refuseLedgerElsewhere(connection, facts, files);
      if (lock && settings.lockTimeoutMs === null) noteMissingLock(connection, facts, settings);
      const [rows] = await Promise.all([
        readLedger(connection, facts.ledger),
        lock ? control?.readRequests({ connection, facts }) : null,
        lock ? readSubscribers(connection, facts, settings, ports.events) : null,
      ]);
      const inventory = takeInventory(files, rows, upFiles.isUnchanged);
      const suspend = async () => {
        upFiles.forget();
        isSuspended = facts.locked === true;
        if (isSuspended) await giveLockBack(connection, isLockPooled);
        return async () => {
          const files = readFiles();
          const facts = await enter(connection, ports, settings, options);
          isSuspended = false;
          return read(facts, files);
        };
      };
      const settingsInForce = await inForce;
      return {
        connection,
        facts,
        settings: settingsInForce,
        files,
        rows,
        inventory,
        load: upFiles.load,
        info,
        askAgain,
        suspend,
      };
    };
    const run = async () => work(await read(facts, filesAtStart));
    return await (isLockPooled ? givingLockBack(connection, run, () => isSuspended) : run());
  } catch (error) {
    throw explainSessionError(error, connection, ports.signal);
  } finally {
    stop();
  }
}

async function enter(
  connection: Connection,
  ports: RunnerPorts,
  { trackingTable, lockTimeoutMs }: RunSettings,
  { lock, dryRun, control, onWait }: OpenOptions & { readonly onWait: () => void },
): Promise<SessionFacts> {
  const onPooler = async ({ pooled }: SessionFacts) => {
    if (pooled && (await findPooling(connection, ports)) === 'transaction')
      throw transactionPooling(connection);
  };
  if (!lock || lockTimeoutMs === null) {
    const facts = await readSession(connection, trackingTable, { lock: 'none' });
    if (lock || dryRun) await onPooler(facts);
    return facts;
  }
  return acquireLock(connection, trackingTable, {
    timeoutMs: lockTimeoutMs,
    signal: ports.signal,
    onPooler,
    onWait: async (facts, holder, waitedMs) => {
      onWait();
      ports.emit({ type: 'lock.waiting', holder, waitedMs, timeoutMs: lockTimeoutMs });
      const detail = holder ? `process ${holder.pid}${describeHolder(holder)}` : 'another session';
      await control?.waitingForLock({ connection, facts }, detail);
    },
  });
}

/** A pooler may keep the session, and its locks with it, when this one is closed. */
async function givingLockBack<T>(
  connection: Connection,
  work: () => Promise<T>,
  isGivenBack: () => boolean,
): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await releaseLock(connection).catch(() => {});
    throw error;
  }
  // A lock goes with its link; what was done counts all the same.
  if (!connection.lost && !isGivenBack()) await giveLockBack(connection, true);
  return result;
}

async function giveLockBack(connection: Connection, isPooled: boolean): Promise<void> {
  if (!(await releaseLock(connection)) && isPooled) throw lockLostToPooler(connection);
}

function describeRun(
  connection: Connection,
  facts: SessionFacts,
  runId: string,
  settings: RunSettings,
): RunInfo {
  return {
    runId,
    environment: settings.environment,
    organizationId: settings.organizationId,
    correlationId: settings.correlationId ?? runId,
    traceparent: settings.traceparent,
    database: { host: connection.address.host, name: facts.database, schema: facts.schema },
    actor: settings.actor,
    approvalId: null,
    planHash: null,
  };
}

/** Travels with the question for the ledger; a record that cannot be kept does not keep a person from working. */
function noteMissingLock(connection: Connection, facts: SessionFacts, settings: RunSettings): void {
  const audit = auditSql(facts, settings, 'no_lock', null);
  if (audit.length > 0) void connection.run(audit.join('; ')).catch(() => {});
}

const CANCEL_EVERY_MS = 200;
const CANCEL_FOR_MS = 3_000;

/**
 * A cancel can reach the server between two statements and hit nothing, so it is repeated. A server that answers none
 * of them cannot be reached any more: the session is given up, or its caller would wait for an answer for ever.
 */
function cancelOnAbort(connection: Connection, signal: AbortSignal): () => void {
  let repeat: NodeJS.Timeout | undefined;
  let abandoning: NodeJS.Timeout | undefined;
  const begin = () => {
    const cancel = () => void connection.cancel();
    cancel();
    repeat = setInterval(cancel, CANCEL_EVERY_MS);
    abandoning = setTimeout(() => void connection.abandon(), CANCEL_FOR_MS);
  };
  signal.addEventListener('abort', begin, { once: true });
  return () => {
    signal.removeEventListener('abort', begin);
    clearInterval(repeat);
    clearTimeout(abandoning);
  };
}
