import { withBuiltInHooks } from '../app/built-in-hooks.js';
import { resolveConfinedSettings } from '../app/confined-settings.js';
import { openProject, type Project } from '../app/project.js';
import { sessionSourceOf } from '../app/sessions.js';
import type { Settings } from '../app/settings.js';
import { requireDatabase } from '../config/database-target.js';
import { readEnvironment } from '../config/environment.js';
import type { FlagValues } from '../config/options/option-values.js';
import { ConfitureError, exitCodeOf } from '../errors.js';
import { createReporter } from '../output/reporters/create-reporter.js';
import type { CommandOutcome, Reporter } from '../output/reporters/reporter.js';
import { programNotice } from '../output/reporters/warnings/program-notice.js';
import { createResultStream } from '../output/terminal/stream-results.js';
import { type Output, outputFor, type Verbosity } from '../output/terminal/streams.js';
import type { AskPerson } from '../runner/lifecycle/approval/gate/context.js';
import type { ClaimedRun } from '../runner/lifecycle/run-queue/claim-run.js';
import { failureContext } from './failure-context.js';
import { withLostOutput } from './lost-output.js';
import { compileWasmOnce } from './process/compile-wasm-once.js';
import type { ProcessContext } from './process/process-context.js';

/** What a command works with. */
export interface CommandContext {
  readonly processContext: ProcessContext;
  readonly reporter: Reporter;
  /** For commands with more than one result. */
  readonly stream: (result: CommandOutcome) => void;
  /** Asks whether a plan may run; null where no person sits at the terminal. */
  readonly askPerson: AskPerson | null;
}

/**
 * Runs a command and turns what comes of it into output and an exit code. `command` is how it is typed after
 * `confiture`, or null where none was understood. Never throws.
 */
export async function runCommand(
  processContext: ProcessContext,
  flags: FlagValues,
  command: string | null,
  action: (context: CommandContext) => Promise<number>,
): Promise<number> {
  const format = flags.format ?? 'text';
  // Each by its name: to touch stdin opens it, which takes milliseconds.
  const { stdout, stderr, env, cwd } = processContext;
  const output = outputFor({ stdout, stderr, env, cwd, format, verbosity: verbosityOf(flags), command });
  return withLostOutput(await runReported(processContext, output, action), output);
}

async function runReported(
  processContext: ProcessContext,
  output: Output,
  action: (context: CommandContext) => Promise<number>,
): Promise<number> {
  const reporter = createReporter(output);
  try {
    const work = action({
      processContext,
      reporter,
      stream: createResultStream(output),
      askPerson: personAt(processContext, output),
    });
    return await Promise.race([work, rejectionOf(processContext.crash)]);
  } catch (error) {
    reporter.failure(error, failureContext(error));
    return ConfitureError.is(error) ? error.exitCode : exitCodeOf('INTERNAL');
  } finally {
    reporter.close();
  }
}

function personAt(
  processContext: ProcessContext,
  { isPersonal, verbosity, stdout }: Output,
): AskPerson | null {
  if (!isPersonal || verbosity === 'quiet' || !processContext.stdin.isTTY) return null;
  return async (signal) => {
    const { askPerson } = await import('./process/ask-person.js');
    return askPerson('Agree, and run it now? [y/N] ', {
      input: processContext.stdin,
      output: stdout,
      signal,
    });
  };
}

function verbosityOf({ verbose, quiet }: FlagValues): Verbosity {
  if (verbose) return 'verbose';
  return quiet ? 'quiet' : 'normal';
}

/** Tells of a crash after the command has ended, and gives the exit code. Never throws. */
export function reportCrash(processContext: ProcessContext): Promise<number> {
  return runCommand(processContext, {}, null, () => rejectionOf(processContext.crash));
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** Settings of a command, with their warnings reported. */
export async function readSettings(context: CommandContext, flags: FlagValues): Promise<Settings> {
  const settings = await settingsOf(context, flags);
  for (const warning of settings.warnings) context.reporter.warning(warning);
  return settings;
}

/** Settings of a command, whose warnings are the caller's to report. What the config file leaves behind is reported. */
export function settingsOf(
  { processContext: { cwd, env, selfEntry }, reporter }: CommandContext,
  flags: FlagValues,
): Promise<Settings> {
  return resolveConfinedSettings({ cwd, env, selfEntry, flags }, (reason) =>
    reporter.warning(programNotice({ kind: 'configuration-failed-late', reason })),
  );
}

/** Opens the project for `work` and closes what the built-in hooks opened. */
export async function withProject(
  context: CommandContext,
  flags: FlagValues,
  work: (project: Project, settings: Settings) => Promise<number>,
  queuedRun: ClaimedRun | null = null,
): Promise<number> {
  const { processContext, reporter, askPerson } = context;
  const settings = await readSettings(context, flags);
  if (requireDatabase(settings).kind === 'postgres') compileWasmOnce();
  const { version, signal, selfEntry } = processContext;
  const sessions = sessionSourceOf(settings);
  const noLock = flags.lock === false;
  return withBuiltInHooks(processContext.builtInHooks, settings, (builtIn) =>
    work(
      openProject({
        settings,
        sessions,
        reporter,
        version,
        signal,
        builtIn,
        selfEntry,
        noLock,
        askPerson,
        queuedRun,
      }),
      settings,
    ),
  );
}

/** Variables of the process and of `.env`. Holds secrets. */
export function readVariables({ cwd, env }: ProcessContext): Readonly<Record<string, string>> {
  return readEnvironment({ cwd, env }).variables;
}
