import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';

/** How a pooler gives its server connections to clients: for a whole session, or for a transaction at a time. */
export type Pooling = 'session' | 'transaction';

export interface PoolerOptions {
  /** Opens a further session through the same pooler. */
  readonly connectBeside: (applicationName: string, signal: AbortSignal) => Promise<Connection>;
  readonly signal: AbortSignal;
}

/** Sessions that are held inside of a transaction at the same time; a pooler may have others to give first. */
const PROBES = 3;
/** A pooler that pools sessions has nothing for a second client where its pool is used up, and lets it wait. */
const PROBE_MS = 2_000;
const PID_SQL = 'select pg_backend_pid() as pid';

/**
 * Finds out how the pooler works that `connection` has been seen to go through. While it is idle, other sessions
 * each hold a backend in a transaction: transaction pooling gives one of them the backend of `connection`, or moves
 * `connection` to another one. A pooler that shows neither counts as pooling sessions; the release of the lock at the
 * end is the proof.
 */
export async function findPooling(
  connection: Connection,
  { connectBeside, signal }: PoolerOptions,
): Promise<Pooling> {
  const backend = await backendOf(connection);
  const end = new AbortController();
  const ended = AbortSignal.any([signal, end.signal]);
  const held: Connection[] = [];
  let isShared = false;
  const probe = async (): Promise<void> => {
    const session = await connectBeside('confiture pooler check', ended);
    held.push(session);
    if ((await backendOf(session)) !== backend) {
      await session.run('begin');
      if ((await backendOf(session)) !== backend) return;
    }
    isShared = true;
    end.abort();
  };
  try {
    const probed = Promise.allSettled(Array.from({ length: PROBES }, probe));
    await Promise.race([probed, sleep(PROBE_MS, undefined, { signal: ended }).catch(() => {})]);
    signal.throwIfAborted();
    return isShared || (await backendOf(connection)) !== backend ? 'transaction' : 'session';
  } finally {
    end.abort();
    for (const session of held) void session.close();
  }
}

async function backendOf(connection: Connection): Promise<number> {
  const [row] = await connection.query<{ pid: number }>(PID_SQL);
  return row?.pid ?? 0;
}

/** Why a run is refused. */
export function transactionPooling({ address }: Connection): ConfitureError {
  return new ConfitureError(
    'CONNECT_POOLED',
    `${address.host} is a pooler in transaction mode, behind which the migration lock does not hold`,
    {
      hint: "Migrate over the server's direct URL (often another host or port), or over a pooler in session mode.",
    },
  );
}

/** The lock was gone at the end: another run may have gone on at the same time. */
export function lockLostToPooler({ address }: Connection): ConfitureError {
  return new ConfitureError(
    'CONNECT_POOLED',
    `the run ended, but without the migration lock: the pooler at ${address.host} has moved its session`,
    {
      hint: "What was applied is in the ledger; check it with `confiture migrate status`. Next time use the server's direct URL.",
    },
  );
}
