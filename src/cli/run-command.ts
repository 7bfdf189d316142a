import { readEnvironment } from '../config/environment.js';
import { resolveSettings, type Settings } from '../config/settings.js';
import { openProject, type Project } from '../confiture.js';
import { ConfitureError, exitCodeOf } from '../errors.js';
import { createReporter } from '../output/create-reporter.js';
import type { CommandOutcome, Reporter } from '../output/reporter.js';
import { createResultStream } from '../output/stream-results.js';
import { outputFor } from '../output/streams.js';
import { type CommonOptions, verbosityOf } from './common-options.js';
import type { World } from './world.js';

/** What a command works with. */
export interface CommandContext {
  readonly world: World;
  readonly reporter: Reporter;
  /** For commands with more than one result. */
  readonly stream: (result: CommandOutcome) => void;
}

/** Flags of the commands that work on a database. */
export interface DatabaseOptions extends CommonOptions {
  readonly databaseUrl?: string;
  readonly migrationsDir?: string;
  readonly lockTimeout?: number;
  /** Commander turns `--no-lock` into `lock: false`. */
  readonly lock?: boolean;
  readonly drainTimeout?: number;
}

/** Runs a command and turns whatever comes of it into output and an exit code. Never throws. */
export async function runCommand(
  world: World,
  options: CommonOptions,
  action: (context: CommandContext) => Promise<number>,
): Promise<number> {
  const output = outputFor({ ...world, format: options.format ?? 'text', verbosity: verbosityOf(options) });
  const reporter = createReporter(output);
  try {
    return await action({ world, reporter, stream: createResultStream(output) });
  } catch (error) {
    reporter.failure(error);
    return ConfitureError.is(error) ? error.exitCode : exitCodeOf('INTERNAL');
  } finally {
    reporter.close();
  }
}

/** Settings of a command, with their warnings reported. */
export async function readSettings(
  { world, reporter }: CommandContext,
  options: DatabaseOptions,
): Promise<Settings> {
  const settings = await settingsOf(world, options);
  for (const warning of settings.warnings) reporter.warning(warning);
  return settings;
}

/** Settings of a command, whose warnings are the caller's to report. */
export function settingsOf(world: World, options: DatabaseOptions): Promise<Settings> {
  return resolveSettings({
    cwd: world.cwd,
    env: world.env,
    flags: {
      config: options.config,
      env: options.env,
      databaseUrl: options.databaseUrl,
      migrationsDir: options.migrationsDir,
      lockTimeoutMs: options.lockTimeout,
      drainTimeoutMs: options.drainTimeout,
    },
  });
}

/** Opens the project for `work` and closes what the built-in hooks opened. */
export async function withProject(
  context: CommandContext,
  options: DatabaseOptions,
  work: (project: Project, settings: Settings) => Promise<number>,
): Promise<number> {
  const { world, reporter } = context;
  const settings = await readSettings(context, options);
  const builtIn = await world.builtInHooks(settings);
  try {
    const project = openProject({
      settings,
      reporter,
      version: world.version,
      signal: world.signal,
      outboxHooks: builtIn.hooks,
      selfEntry: world.selfEntry,
      noLock: options.lock === false,
    });
    return await work(project, settings);
  } finally {
    await builtIn.close();
  }
}

/** Variables of the process and of `.env`. Holds secrets. */
export async function readVariables({ cwd, env }: World): Promise<Readonly<Record<string, string>>> {
  return (await readEnvironment({ cwd, env })).variables;
}
