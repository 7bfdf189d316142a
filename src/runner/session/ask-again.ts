import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../database/connection.js';
import { isServerError } from '../../database/server-error.js';
import { ConfitureError } from '../../errors.js';
import type { SessionFacts } from './session.js';

/**
 * Answers `question` over a new session after the run's own was lost, once the server has no more of that one: what
 * was on its way may still be committed until then. Null where there is no answer within a bounded time.
 */
export type AskAgain = <T>(question: (session: Connection) => Promise<T>) => Promise<T | null>;

export interface AskOptions {
  readonly connectBeside: (applicationName: string, signal: AbortSignal) => Promise<Connection>;
  /** The session that was lost. */
  readonly lost: Pick<SessionFacts, 'backendPid' | 'pooled' | 'readAt'>;
  /** A run that was stopped asks for a shorter time. */
  readonly signal: AbortSignal;
  /** Called before each question. */
  readonly onAsk: () => void;
}

const ASK_FOR_MS = 20_000;
/** A pod that is told to stop has 30 seconds in all. */
const ASK_FOR_WHEN_STOPPED_MS = 8_000;
const POLL_EVERY_MS = 100;
const CONNECT_AGAIN_MS = 500;
/** A server that watches its clients ends the lost session by itself in half a second. */
const POLLS_BEFORE_END = 10;

/** True where it was not the server, and not this program, that said no: the link broke before the answer. */
export function isAnswerLost(error: unknown): boolean {
  return !ConfitureError.is(error) && !isServerError(error);
}

export function createAskAgain({ connectBeside, lost, signal, onAsk }: AskOptions): AskAgain {
  return async (question) => {
    onAsk();
    const deadline = startDeadline(signal);
    try {
      while (!deadline.signal.aborted) {
        try {
          const session = await connectBeside('confiture outcome', deadline.signal);
          return await askOver(session, lost, deadline.signal, question);
        } catch {
          await sleep(CONNECT_AGAIN_MS, undefined, { signal: deadline.signal }).catch(() => {});
        }
      }
      return null;
    } finally {
      deadline.end();
    }
  };
}

function startDeadline(stopped: AbortSignal): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const within = (ms: number) => timers.push(setTimeout(() => controller.abort(), ms));
  const hurry = () => within(ASK_FOR_WHEN_STOPPED_MS);
  within(ASK_FOR_MS);
  if (stopped.aborted) hurry();
  stopped.addEventListener('abort', hurry, { once: true });
  const end = () => {
    for (const timer of timers) clearTimeout(timer);
    stopped.removeEventListener('abort', hurry);
  };
  return { signal: controller.signal, end };
}

/** The session ends at the deadline, and with it every question that is not answered. */
async function askOver<T>(
  session: Connection,
  lost: AskOptions['lost'],
  deadline: AbortSignal,
  question: (session: Connection) => Promise<T>,
): Promise<T> {
  const close = () => void session.close();
  deadline.addEventListener('abort', close, { once: true });
  try {
    await waitUntilGone(session, lost, deadline);
    return await question(session);
  } finally {
    deadline.removeEventListener('abort', close);
    await session.close();
  }
}

async function waitUntilGone(session: Connection, lost: AskOptions['lost'], deadline: AbortSignal) {
  // The lost engine let go of its files before this one could have them.
  if (session.kind === 'embedded') return;
  const sameSession = `from pg_catalog.pg_stat_get_activity(${lost.backendPid}) a where ${isSame(lost)}`;
  for (let polls = 0; ; polls += 1) {
    const [row] = await session.query<{ present: boolean }>(
      `select exists (select ${sameSession}) as present`,
    );
    if (!row?.present) return;
    if (polls === POLLS_BEFORE_END && !lost.pooled)
      await session.query(`select pg_catalog.pg_terminate_backend(a.pid) ${sameSession}`).catch(() => {});
    await sleep(POLL_EVERY_MS, undefined, { signal: deadline });
  }
}

/** A process id is given again. A pooler's server session goes on for others: idle, it has nothing of this run left. */
function isSame({ readAt, pooled }: AskOptions['lost']): string {
  const begun = `(a.backend_start is null
    or pg_catalog.date_part('epoch', a.backend_start) operator(pg_catalog.<=) ${readAt})`;
  return pooled ? `${begun} and a.state operator(pg_catalog.<>) 'idle'` : begun;
}
