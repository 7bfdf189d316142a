import { expect, it } from 'vitest';
import type { SessionSource } from '../../../src/app/sessions.js';
import type { Connection } from '../../../src/database/connection.js';
import { keptSessions } from '../../../src/server/sessions/kept-sessions.js';

/** A real session has members of its own, which only it may reach. */
class CountedSession {
  readonly texts: string[] = [];
  closed = 0;
  #isLost = false;

  get lost(): boolean {
    return this.#isLost;
  }

  set lost(isLost: boolean) {
    this.#isLost = isLost;
  }

  async run(text: string): Promise<void> {
    if (this.#isLost) throw new Error('the link is lost');
    this.texts.push(text);
  }

  async close(): Promise<void> {
    this.closed += 1;
  }
}

function keepSessions(fails = false) {
  const opened: CountedSession[] = [];
  const source: SessionSource = {
    name: 'CONFITURE_DATABASE_URL',
    isEmbedded: false,
    isUnmade: () => false,
    open: async () => {
      if (fails) throw new Error('the server does not answer');
      const session = new CountedSession();
      opened.push(session);
      return session as unknown as Connection;
    },
  };
  const { signal } = new AbortController();
  const kept = keptSessions(source, { signal, waitMs: 60_000, idleMs: 60_000 });
  return { opened, close: () => kept.close(), open: () => kept.source.open({ embeddedWaitMs: 0 }) };
}

/** Until all that a close has begun is done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('gives the next command the session that one has closed, outside of any transaction', async () => {
  const { open, opened, close } = keepSessions();
  for (let command = 1; command <= 3; command += 1) {
    const session = await open();
    await session.run(`read ${command}`);
    await session.close();
    await settled();
  }
  expect(opened.map(({ texts, closed }) => [texts, closed])).toEqual([
    [['read 1', 'rollback', 'read 2', 'rollback', 'read 3', 'rollback'], 0],
  ]);
  await close();
  expect(opened.map(({ closed }) => closed)).toEqual([1]);
});

it('opens one more for a command beside another, and a new one for what was lost', async () => {
  const { open, opened } = keepSessions();
  const [first, second] = [await open(), await open()];
  expect(opened).toHaveLength(2);
  for (const session of opened) session.lost = true;
  expect([first.lost, second.lost]).toEqual([true, true]);
  await Promise.all([first.close(), second.close()]);
  await settled();
  await (await open()).run('read');
  expect(opened.map(({ texts, closed }) => [texts, closed])).toEqual([
    [[], 1],
    [[], 1],
    [['read'], 0],
  ]);
});

it('tells a command why there is no session', async () => {
  await expect(keepSessions(true).open()).rejects.toThrow('the server does not answer');
});
