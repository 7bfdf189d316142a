import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { TestDatabase } from './database.js';

/** A login role of the test's own, dropped with all that it owns in `database` when the test has ended. */
export async function createRole(
  database: TestDatabase,
  attributes = '',
): Promise<{ readonly name: string; readonly url: string }> {
  const name = `role_${randomBytes(6).toString('hex')}`;
  const password = 'invented-role-password';
  await database.query(`create role ${name} login password '${password}' ${attributes}`);
  onTestFinished(async () => {
    await database.query(`drop owned by ${name} cascade`);
    await database.query(`drop role ${name}`);
  });
  const url = new URL(database.url);
  url.username = name;
  url.password = password;
  return { name, url: url.href };
}
