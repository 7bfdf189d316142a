import { describe, expect, inject, it, vi } from 'vitest';
import type { Connection } from '../../src/database/connection.js';
import { onServer } from '../support/database.js';
import { failure } from './describe-connection.js';

/** What a driver must do where other sessions can reach its server. */
export function describeReachableSession(name: string, open: () => Promise<Connection>): void {
  describe(name, () => {
    it('cancels what is running, and only that', async () => {
      const connection = await open();
      const { sleeping } = await startSleeping(connection);
      await connection.cancel();
      expect((await failure(sleeping)).code).toBe('57014');
      await connection.cancel();
      expect(await connection.query('select 1 as a')).toEqual([{ a: 1 }]);
      await connection.close();
    });

    it('is lost, by the time the call rejects, when its backend is terminated', async () => {
      const connection = await open();
      const { sleeping } = await startSleeping(connection);
      const next = connection.query('select 1');
      next.catch(() => {});
      await outside('select pg_terminate_backend($1)', connection.backendPid);
      await expect(sleeping).rejects.toThrow();
      expect(connection.lost).toBe(true);
      await expect(next).rejects.toThrow();
      await expect(connection.run('select 1')).rejects.toThrow();
      await connection.close();
    });

    it('is lost when its backend is terminated while it waits', async () => {
      const connection = await open();
      await outside('select pg_terminate_backend($1)', connection.backendPid);
      await vi.waitUntil(() => connection.lost, { timeout: 10_000 });
      await connection.close();
    });

    it('ends in bounded time while a statement runs, and frees the server too', async () => {
      const connection = await open();
      const { sleeping } = await startSleeping(connection);
      const { backendPid } = connection;
      await connection.close();
      await expect(sleeping).rejects.toThrow();
      await vi.waitUntil(async () => !(await isBusy(backendPid)), { timeout: 10_000 });
    });

    it('gives its advisory locks back when it ends', async () => {
      const connection = await open();
      await connection.run('select pg_advisory_lock(4711)');
      expect(await locks()).toBe(1);
      await connection.close();
      await vi.waitUntil(async () => (await locks()) === 0, { timeout: 10_000 });
    });
  });
}

async function startSleeping(connection: Connection): Promise<{ sleeping: Promise<unknown> }> {
  const sleeping = connection.run('select pg_sleep(600)');
  sleeping.catch(() => {});
  await vi.waitUntil(() => isBusy(connection.backendPid), { timeout: 10_000 });
  return { sleeping };
}

async function isBusy(pid: number): Promise<boolean> {
  return (await outside("select from pg_stat_activity where pid = $1 and state = 'active'", pid)).length > 0;
}

async function locks(): Promise<number> {
  return (await outside("select from pg_locks where locktype = 'advisory' and objid = $1", 4711)).length;
}

function outside(text: string, value: number): Promise<object[]> {
  return onServer(
    `${inject('postgresUrl')}/postgres`,
    async (client) => (await client.query(text, [value])).rows,
  );
}
