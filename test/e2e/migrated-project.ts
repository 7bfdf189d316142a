import { expect } from 'vitest';
import type { CliResult } from '../support/cli.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { createProject, type ProjectOptions, type TestProject } from '../support/project.js';

/** A project with a database of its own on the server. */
export interface MigratedProject extends TestProject {
  readonly database: TestDatabase;
  /** Runs a command that must end with exit 0 and gives what it printed on stdout. */
  ok(...args: string[]): Promise<string>;
  /** Runs a command with `--format json` and gives its exit code and its one document. */
  json(...args: string[]): Promise<{ exitCode: number | null; document: Record<string, unknown> }>;
}

/** How JSON documents name the database of such a project. */
export function namedDatabase({ database: { url, name } }: MigratedProject): Record<string, string> {
  return { host: new URL(url).host, name, source: 'CONFITURE_DATABASE_URL' };
}

/** Three migrations, each with its undoing, of which none is applied. */
export async function createMigratedProject(options: ProjectOptions = {}): Promise<MigratedProject> {
  const database = await createDatabase();
  const project = await createProject(options);
  for (const [version, table] of [
    ['001', 'first'],
    ['002', 'second'],
    ['003', 'third'],
  ] as const) {
    await project.migration(
      `${version}_${table}`,
      `create table ${table} (id integer); insert into ${table} values (1), (2);`,
      { down: `drop table ${table};` },
    );
  }
  const run = (args: readonly string[], env = {}): Promise<CliResult> =>
    project.run(args, { CONFITURE_DATABASE_URL: database.url, ...env });
  return {
    ...project,
    database,
    run,
    ok: async (...args) => {
      const { exitCode, stdout, stderr } = await run(args);
      expect(exitCode, stderr).toBe(0);
      return stdout;
    },
    json: async (...args) => {
      const { exitCode, stdout } = await run([...args, '--format', 'json']);
      return { exitCode, document: JSON.parse(stdout) };
    },
  };
}
