import path from 'node:path';
import { expect, it } from 'vitest';
import { copyEmbeddedDatabase } from '../../support/embedded/database.js';
import { createProject } from '../../support/project.js';
import { applyCorpus, copyCorpus, corpusFiles, corpusPath } from './corpus-folder.js';
import {
  fingerprintOfEngine,
  openEmptyEngine,
  openEngine,
  runLikePsqlEmbedded,
} from './embedded-reference.js';

it('gives awkward files the same on the embedded database', { timeout: 240_000 }, async () => {
  const reference = await openEmptyEngine();
  await runLikePsqlEmbedded(reference, corpusFiles.map(corpusPath));
  const project = await createProject();
  await copyEmbeddedDatabase(path.join(project.dir, '.confiture/database'));
  await copyCorpus(project, corpusFiles);
  const { exitCode, stdout, stderr } = await applyCorpus(project, {});
  expect(exitCode, stderr + stdout).toBe(0);
  const engine = await openEngine(path.join(project.dir, '.confiture/database'));
  expect(await fingerprintOfEngine(engine)).toEqual(await fingerprintOfEngine(reference));
});
