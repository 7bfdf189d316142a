import { expect } from 'vitest';
import { type CliResult, startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import type { Address, FailureCase, Scene } from './failure-case.js';

/** How a command is told its address: the arguments and variables for it, and files written into the project. */
export type TellAddress = (
  address: Address,
  project: TestProject,
) => Promise<{ readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> }>;

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly tell?: TellAddress;
  /** Changes the address before the case does, for instance to log in as another role. */
  readonly login?: (address: Address) => void;
}

/** A case made ready, in a project and a database of its own. */
export interface Stage {
  /** Runs the command; a second run meets what the first has left, and must end the same way. */
  run(options?: RunOptions): Promise<CliResult>;
}

/** Makes a case ready. */
export async function stage(
  failure: Pick<FailureCase, 'args' | 'arrange' | 'env' | 'withoutUrl'>,
): Promise<Stage> {
  const database = await createDatabase();
  const project = await createProject();
  const arranged = await failure.arrange(sceneOf(project, database));
  return {
    run: async ({ args = [], env = {}, tell = inVariable, login = () => {} } = {}) => {
      const address = addressOf(database.url);
      login(address);
      arranged?.address?.(address);
      const told = failure.withoutUrl ? {} : await tell(address, project);
      const running = startCli([...failure.args, ...(told.args ?? []), ...args], {
        cwd: project.dir,
        env: { ...told.env, ...env, ...failure.env },
      });
      await arranged?.during?.();
      const result = await running.ended;
      await arranged?.after?.();
      return result;
    },
  };
}

function sceneOf(project: TestProject, database: TestDatabase): Scene {
  return {
    project,
    database,
    prepare: async (...args) => {
      const { exitCode, stderr } = await project.run(args, { CONFITURE_DATABASE_URL: database.url });
      expect(exitCode, stderr).toBe(0);
    },
  };
}

const inVariable: TellAddress = async (address) => ({ env: { CONFITURE_DATABASE_URL: urlOf(address) } });

function addressOf(url: string): Address {
  const { username, password, hostname, port, pathname } = new URL(url);
  return {
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    host: hostname,
    port,
    database: pathname.slice(1),
    query: '',
  };
}

/** The address as a URL, with its credentials percent-encoded; an empty password is left out. */
export function urlOf({ user, password, host, port, database, query }: Address): string {
  const credentials = [user, password].filter(Boolean).map(encodeURIComponent).join(':');
  return `postgres://${credentials}@${host}:${port}/${database}${query && `?${query}`}`;
}
