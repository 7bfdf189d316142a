import type { Connection } from './connection.js';

/** Runs `work` in a transaction, which is rolled back where it throws. The connection must have none open. */
export async function inTransaction<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  await connection.run('begin isolation level read committed');
  try {
    const result = await work();
    await connection.run('commit');
    return result;
  } catch (error) {
    if (!connection.lost) await connection.run('rollback').catch(() => {});
    throw error;
  }
}
