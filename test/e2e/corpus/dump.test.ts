import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createDatabase, onServer, type TestDatabase } from '../../support/database.js';
import { createMigratingProject } from '../both-databases.js';
import {
  fingerprintOfEngine,
  openEmptyEngine,
  openEngine,
  runLikePsqlEmbedded,
} from './embedded-reference.js';
import { fingerprint } from './fingerprint.js';
import { runLikePsql } from './reference-run.js';

const folder = 'test/e2e/corpus/dumps';

function fingerprintOf({ url }: TestDatabase): Promise<string[]> {
  return onServer(url, (client) => fingerprint(async (text) => (await client.query(text)).rows));
}

async function majorOf(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ major: number }>(
    `select current_setting('server_version_num')::integer / 10000 as major`,
  );
  return row?.major ?? 0;
}

it.for([15, 17, 18])('runs what pg_dump %i wrote as one migration', async (version, { skip }) => {
  const [original, reference, database] = [
    await createDatabase(),
    await createDatabase(),
    await createDatabase(),
  ];
  const major = await majorOf(database);
  skip(major < version, 'the dump is of a newer server');
  const dump = `${folder}/pg-dump-${version}.sql`;
  await runLikePsql(original.url, [`${folder}/original.sql`]);
  await runLikePsql(reference.url, [dump]);
  const project = await createMigratingProject(
    { CONFITURE_DATABASE_URL: database.url },
    { '001_dump': readFileSync(dump), '002_after': 'create table after_the_dump (a integer);' },
  );
  const { exitCode, stderr } = await project.up();
  expect(exitCode, stderr).toBe(0);
  expect(stderr).not.toContain('one by one');
  await database.query('drop table after_the_dump');
  const found = await fingerprintOf(database);
  expect(found).toEqual(await fingerprintOf(reference));
  // An older pg_dump knows less than this server has to say, for instance the names of NOT NULL constraints.
  if (major === version) expect(found).toEqual(await fingerprintOf(original));
});

it('runs what pg_dump wrote on the embedded database', async () => {
  const original = await openEmptyEngine();
  await runLikePsqlEmbedded(original, [`${folder}/original.sql`]);
  const project = await createMigratingProject({}, { '001_dump': readFileSync(`${folder}/pg-dump-18.sql`) });
  const { exitCode, stderr } = await project.up();
  expect(exitCode, stderr).toBe(0);
  const engine = await openEngine(path.join(project.dir, '.confiture/database'));
  expect(await fingerprintOfEngine(engine)).toEqual(await fingerprintOfEngine(original));
});
