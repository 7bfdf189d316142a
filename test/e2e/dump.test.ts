import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createDatabase, onServer, type TestDatabase } from '../support/database.js';
import { cleanEmbeddedDatabase, createMigratingProject } from './both-databases.js';
import { fingerprintOfEngine, openEngine, runLikePsqlEmbedded } from './corpus/embedded-reference.js';
import { fingerprint } from './corpus/fingerprint.js';
import { runLikePsql } from './corpus/reference-run.js';

cleanEmbeddedDatabase();

const folder = 'test/e2e/corpus/dumps';

function fingerprintOf({ url }: TestDatabase): Promise<string[]> {
  return onServer(url, (client) => fingerprint(async (text) => (await client.query(text)).rows));
}

async function majorOf(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ version: string }>('show server_version');
  return Number.parseInt(row?.version ?? '0', 10);
}

it.each([15, 17, 18])('runs what pg_dump %i wrote as one migration', async (version) => {
  const [original, database] = [await createDatabase(), await createDatabase()];
  if ((await majorOf(database)) < version) return;
  await runLikePsql(original.url, [`${folder}/original.sql`]);
  const project = await createMigratingProject(
    { CONFITURE_DATABASE_URL: database.url },
    {
      '001_dump': readFileSync(`${folder}/pg-dump-${version}.sql`),
      '002_after': 'create table after_the_dump (a integer);',
    },
  );
  const { exitCode, stderr } = await project.up();
  expect(exitCode, stderr).toBe(0);
  expect(stderr).not.toContain('one by one');
  await database.query('drop table after_the_dump');
  expect(await fingerprintOf(database)).toEqual(await fingerprintOf(original));
});

it.each([15, 17, 18])('runs what pg_dump %i wrote on the embedded database', async (version) => {
  const original = await openEngine();
  await runLikePsqlEmbedded(original, [`${folder}/original.sql`]);
  const project = await createMigratingProject(
    {},
    { '001_dump': readFileSync(`${folder}/pg-dump-${version}.sql`) },
  );
  const { exitCode, stderr } = await project.up();
  expect(exitCode, stderr).toBe(0);
  const engine = await openEngine(path.join(project.dir, '.confiture/database'));
  expect(await fingerprintOfEngine(engine)).toEqual(await fingerprintOfEngine(original));
});
