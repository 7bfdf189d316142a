import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { onServer } from '../../support/database.js';

/** A superuser with this password, for the length of a test. Gives its name. */
export async function createRole(password: string): Promise<string> {
  const url = `${inject('postgresUrl')}/postgres`;
  const name = `planted_${randomBytes(6).toString('hex')}`;
  await onServer(url, (client) =>
    client.query(`create role ${name} superuser login password ${pg.escapeLiteral(password)}`),
  );
  onTestFinished(async () => {
    await onServer(url, (client) => client.query(`drop role ${name}`));
  });
  return name;
}
