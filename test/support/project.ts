import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type CliOptions, type CliResult, runCli } from './cli.js';

export interface ProjectOptions {
  /** Text, or bytes, by path relative to the project. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Written as `confiture.config.json`. */
  readonly config?: object;
  /** How commands are run; by default each in a process of its own, `runCli`. */
  readonly runner?: CommandRunner;
}

type CommandRunner = (
  args: readonly string[],
  options: Pick<CliOptions, 'cwd' | 'env'>,
) => Promise<CliResult>;

/** A project folder of the test's own, removed when the test has ended. */
export interface TestProject {
  readonly dir: string;
  /** Writes, or overwrites, a file and gives its absolute path. */
  write(file: string, content: string | Uint8Array): Promise<string>;
  /** Writes `db/migrations/<name>.up.sql`, and its `.down.sql` and `.verify.sql` where given. */
  migration(name: string, up: string, others?: { down?: string; verify?: string }): Promise<void>;
  read(file: string): Promise<string>;
  remove(file: string): Promise<void>;
  /** Names of what lies in a folder, by default the project's own, in order; none where it is not there. */
  list(folder?: string): Promise<string[]>;
  /** Runs a command in the project. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliResult>;
}

/** A folder with an empty `db/migrations`. */
export async function createProject({
  files = {},
  config,
  runner = runCli,
}: ProjectOptions = {}): Promise<TestProject> {
  const dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'confiture-project-')));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const project = projectAt(dir, runner);
  await mkdir(path.join(dir, 'db/migrations'), { recursive: true });
  for (const [file, content] of Object.entries(files)) await project.write(file, content);
  if (config) await project.write('confiture.config.json', JSON.stringify(config));
  return project;
}

function projectAt(dir: string, runner: CommandRunner): TestProject {
  const write = async (file: string, content: string | Uint8Array) => {
    const absolute = path.join(dir, file);
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, content);
    return absolute;
  };
  return {
    dir,
    write,
    migration: async (name, up, others = {}) => {
      await write(`db/migrations/${name}.up.sql`, up);
      for (const [role, text] of Object.entries(others))
        await write(`db/migrations/${name}.${role}.sql`, text);
    },
    read: (file) => readFile(path.join(dir, file), 'utf8'),
    remove: (file) => rm(path.join(dir, file), { recursive: true, force: true }),
    list: async (folder = '.') => (await readdir(path.join(dir, folder)).catch(() => [])).sort(),
    run: (args, env = {}) => runner(args, { cwd: dir, env }),
  };
}
