import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { runCli } from '../support/cli.js';
import { createDatabase } from '../support/database.js';
import { createProject, type TestProject } from '../support/project.js';

const EMBEDDED = '.confiture';
let made: string | undefined;

/** Makes one embedded database for a whole test file, since a fresh one takes seconds; each project gets a copy. */
export function shareEmbeddedDatabase(): void {
  beforeAll(async () => {
    made = await mkdtemp(path.join(os.tmpdir(), 'confiture-embedded-'));
    await cp(
      'test/e2e/corpus/migrations/004_comments_only.up.sql',
      path.join(made, 'db/migrations/1_none.up.sql'),
    );
    await runCli(['migrate', 'up', '--dry-run'], { cwd: made, timeoutMs: 60_000 });
  });
  afterAll(async () => {
    if (made) await rm(made, { recursive: true, force: true });
  });
}

/** The databases a migration can run on, by the variables that lead the CLI there. */
export const bothDatabases: readonly (readonly [name: string, env: () => Promise<Record<string, string>>])[] =
  [
    ['a server', async () => ({ CONFITURE_DATABASE_URL: (await createDatabase()).url })],
    ['the embedded database', async () => ({})],
  ];

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
  if (made && !env.CONFITURE_DATABASE_URL)
    await cp(path.join(made, EMBEDDED), path.join(project.dir, EMBEDDED), { recursive: true });
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
