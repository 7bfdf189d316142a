import path from 'node:path';
import { createDatabase } from '../support/database.js';
import { copyEmbeddedDatabase } from '../support/embedded/database.js';
import { createProject, type TestProject } from '../support/project.js';

/** The databases a migration can run on, by the variables that lead the CLI there. */
export const bothDatabases: readonly [server: NamedDatabase, embedded: NamedDatabase] = [
  ['a server', async () => ({ CONFITURE_DATABASE_URL: (await createDatabase()).url })],
  ['the embedded database', async () => ({})],
];

export type NamedDatabase = readonly [name: string, env: () => Promise<Record<string, string>>];

export interface MigratingProject extends TestProject {
  /** Runs `migrate up` for JSON, and gives its exit code and document. */
  up(...args: string[]): Promise<{ exitCode: number | null; document: UpDocument; stderr: string }>;
}

export interface UpDocument {
  readonly success: boolean;
  readonly applied: readonly { readonly version: string }[];
  readonly errors: readonly {
    readonly code: string;
    readonly message: string;
    readonly file?: string;
    readonly line?: number;
    readonly sqlstate?: string;
  }[];
  readonly error?: { readonly code: string; readonly line?: number; readonly message: string };
}

/** A project with these up files, and the variables that lead it to a database. */
export async function createMigratingProject(
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<MigratingProject> {
  const project = await createProject();
  if (!env.CONFITURE_DATABASE_URL) await copyEmbeddedDatabase(path.join(project.dir, '.confiture/database'));
  for (const [name, text] of Object.entries(files)) await project.write(`db/migrations/${name}.up.sql`, text);
  return {
    ...project,
    up: async (...args) => {
      const { exitCode, stdout, stderr } = await project.run(
        ['migrate', 'up', '--format', 'json', ...args],
        env,
      );
      return { exitCode, stderr, document: JSON.parse(stdout) };
    },
  };
}

/** A migration that fails unless `condition` holds: a check that needs no connection of the test's own. */
export function checkSql(condition: string): string {
  return `do $check$ begin assert (${condition}), 'the check does not hold'; end $check$;`;
}
