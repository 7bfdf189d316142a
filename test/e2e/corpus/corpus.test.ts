import { expect, inject, it, onTestFinished } from 'vitest';
import { createDatabase, onServer, type TestDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { applyCorpus, copyCorpus, corpusFiles, corpusPath, dropCorpusRoles } from './corpus-folder.js';
import { fingerprint } from './fingerprint.js';
import { runLikePsql } from './reference-run.js';

function fingerprintOf({ url }: TestDatabase): Promise<string[]> {
  return onServer(url, (client) => fingerprint(async (text) => (await client.query(text)).rows));
}

it('gives awkward files the schema and the rows that psql gives them', { timeout: 180_000 }, async () => {
  onTestFinished(() => dropCorpusRoles(inject('postgresUrl')));
  const [reference, database] = [await createDatabase(), await createDatabase()];
  const project = await createProject();
  await copyCorpus(project, corpusFiles);

  await runLikePsql(reference.url, corpusFiles.map(corpusPath));
  const { exitCode, stdout, stderr } = await applyCorpus(project, { CONFITURE_DATABASE_URL: database.url });

  expect(exitCode, stderr + stdout).toBe(0);
  expect(JSON.parse(stdout).applied).toHaveLength(corpusFiles.length);
  expect(await fingerprintOf(database)).toEqual(await fingerprintOf(reference));
  const status = await project.run(['migrate', 'status'], { CONFITURE_DATABASE_URL: database.url });
  expect(status.exitCode, status.stdout).toBe(0);
});

it('holds at least sixty awkward files', () => {
  expect(corpusFiles.length).toBeGreaterThanOrEqual(60);
});
