import { readdirSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type CliResult, runCli } from '../../support/cli.js';
import { onServer } from '../../support/database.js';
import type { TestProject } from '../../support/project.js';

const folder = path.resolve('test/e2e/corpus/migrations');

/** The corpus in order of its versions: as numbers, and text after numbers. */
export const corpusFiles: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.up.sql'))
  .sort(new Intl.Collator('en', { numeric: true }).compare);

export function corpusPath(name: string): string {
  return path.join(folder, name);
}

/** Puts files of the corpus into a project. */
export async function copyCorpus(project: TestProject, files: readonly string[]): Promise<void> {
  const target = path.join(project.dir, 'db/migrations');
  await mkdir(target, { recursive: true });
  for (const file of files) await cp(corpusPath(file), path.join(target, file));
}

/** Runs `migrate up` with time for all of them. */
export function applyCorpus(project: TestProject, env: Readonly<Record<string, string>>): Promise<CliResult> {
  return runCli(['migrate', 'up', '--format', 'json'], { cwd: project.dir, env, timeoutMs: 120_000 });
}

/** Roles belong to the server, so that a database leaves them behind. Call it when the databases are gone. */
export async function dropCorpusRoles(server: string): Promise<void> {
  await onServer(`${server}/postgres`, (client) =>
    client.query('drop role if exists corpus_reader; drop role if exists corpus_writer'),
  );
}
