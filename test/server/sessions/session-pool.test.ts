import { expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { SessionPool } from '../../../src/server/sessions/session-pool.js';

interface FakeSession {
  lost: boolean;
  closed: number;
  texts: string[];
}

/** A pool of sessions that are only counted. */
function poolOf(size: number, waitMs = 60_000) {
  const sessions: FakeSession[] = [];
  const pool = new SessionPool({
    open: async () => {
      const session: FakeSession = { lost: false, closed: 0, texts: [] };
      sessions.push(session);
      return Object.assign(session, {
        run: async (text: string) => void session.texts.push(text),
        close: async () => {
          session.closed += 1;
        },
      }) as unknown as Connection;
    },
    prepare: async () => {},
    size,
    waitMs,
    idleMs: 60_000,
  });
  return { pool, sessions };
}

/** Work that goes on until it is told to end. */
function held(): { work: () => Promise<void>; end: () => void } {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

it('lends one session again and again where one is enough', async () => {
  const { pool, sessions } = poolOf(3);
  for (let n = 0; n < 5; n += 1) await pool.use(async () => {});
  expect(sessions).toHaveLength(1);
  await pool.close();
  expect(sessions).toMatchObject([{ closed: 1 }]);
});

it('lets callers wait in their order where all sessions are lent', async () => {
  const { pool, sessions } = poolOf(1);
  const first = held();
  const done: number[] = [];
  const all = [pool.use(first.work), ...[1, 2, 3].map((n) => pool.use(async () => void done.push(n)))];
  first.end();
  await Promise.all(all);
  expect([done, sessions.length]).toEqual([[1, 2, 3], 1]);
});

it('tells a caller that has waited too long that the server is busy', async () => {
  const { pool } = poolOf(1, 1);
  const first = held();
  const using = pool.use(first.work);
  await expect(pool.use(async () => {})).rejects.toMatchObject({ code: 'SERVER_BUSY' });
  first.end();
  await using;
  await expect(pool.use(async () => 'served')).resolves.toBe('served');
});

it('replaces a session that is lost, and rolls back what has failed', async () => {
  const { pool, sessions } = poolOf(1);
  await expect(pool.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(sessions).toMatchObject([{ texts: ['rollback'], closed: 0 }]);
  await pool.use(async () => {
    if (sessions[0]) sessions[0].lost = true;
  });
  await pool.use(async () => {});
  expect(sessions).toMatchObject([{ closed: 1 }, { closed: 0 }]);
  if (sessions[1]) sessions[1].lost = true;
  await pool.use(async () => {});
  expect(sessions).toMatchObject([{ closed: 1 }, { closed: 1 }, { closed: 0 }]);
});

it('takes no caller in once it is closed, and closes what is lent when it comes back', async () => {
  const { pool, sessions } = poolOf(1);
  const first = held();
  const using = pool.use(first.work);
  const waiting = pool.use(async () => {});
  await pool.close();
  first.end();
  await using;
  await expect(waiting).rejects.toMatchObject({ code: 'SERVER_BUSY' });
  await expect(pool.use(async () => {})).rejects.toMatchObject({ code: 'SERVER_BUSY' });
  expect(sessions).toMatchObject([{ closed: 1 }]);
});
