import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { LOCK_KEY_SQL, LOCK_NAMESPACE } from '../../src/runner/session/advisory-lock.js';

import type { TestDatabase } from '../support/database.js';

const LOOKS = 4_000;
const BETWEEN_LOOKS_MS = 20;

/** Asks until `theme` gives something; rejects after a bounded number of looks. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (let n = 0; n < LOOKS; n += 1) {
    const seen = await ask();
    if (seen !== undefined) return seen;
    await pause(BETWEEN_LOOKS_MS);
  }
  throw new Error(`${what} was not seen`);
}

/** Process id of the server session that runs a statement with `text` in it. */
export function backendRunning(database: TestDatabase, text: string): Promise<number> {
  return until(`a session running ${text}`, async () => {
    const [row] = await database.query<{ pid: number }>(
      `select pid from pg_stat_activity
      where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
        and position($1 in query) > 0`,
      [text],
    );
    return row?.pid;
  });
}

/** A session that has the migration lock until the test ends. */
export async function holdLock(database: TestDatabase): Promise<{ pid: number }> {
  const client = await openSession(database);
  const { rows } = await client.query<{ pid: number }>(
    `select pg_backend_pid() as pid from pg_advisory_lock(${LOCK_NAMESPACE}, ${LOCK_KEY_SQL})`,
  );
  return { pid: rows[0]?.pid ?? 0 };
}

/** A session of the test's own; it ends with the test. */
export async function openSession(database: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url, application_name: 'night-watch' });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}
