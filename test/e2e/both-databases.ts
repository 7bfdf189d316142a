import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { runCli } from '../support/cli.js';
import { createDatabase } from '../support/database.js';
import { createProject, type TestProject } from '../support/project.js';

const EMBEDDED = '.confiture';
let shared: Promise<string> | undefined;

/** Removes what the embedded projects of a test file share. Call it once in the file. */
export function cleanEmbeddedDatabase(): void {
  afterAll(async () => {
    if (shared) await rm(await shared, { recursive: true, force: true });
    shared = undefined;
  });
}

/** An empty embedded database, made once for a test file, since a fresh one takes seconds. */
async function makeEmbeddedDatabase(): Promise<string> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'confiture-embedded-'));
  await mkdir(path.join(dir, 'db/migrations'), { recursive: true });
  await runCli(['migrate', 'up'], { cwd: dir, timeoutMs: 60_000 });
  return dir;
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
  if (!env.CONFITURE_DATABASE_URL) {
    shared ??= makeEmbeddedDatabase();
    await cp(path.join(await shared, EMBEDDED), path.join(project.dir, EMBEDDED), { recursive: true });
  }
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
