import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Settings } from '../../app/settings.js';
import { type ErrorCode, EXIT } from '../../errors.js';
import { endUnbegun } from '../../runner/lifecycle/run-queue/claim-run.js';
import type { ServerLog } from '../logging/server-log.js';
import type { UseConnection } from '../sessions/use-connection.js';

/** A queued run, as far as its process is told. */
export interface RunToStart {
  readonly id: string;
  readonly target: string | null;
  readonly planHash: string | null;
  /** The trace that it is a part of, by W3C Trace Context; null leaves it to the variables of the server. */
  readonly traceparent: string | null;
}

export interface RunProcessOptions {
  readonly settings: Settings;
  readonly withConnection: UseConnection;
  readonly log: ServerLog;
  /** The script of the command line; default: that of this build. */
  readonly program?: string | undefined;
}

/** The built command line. It lies at one place for all code of a build, whatever file that is in. */
const PROGRAM = path.join(import.meta.dirname, '../bin/confiture.cjs');

/** A run that is cancelled has rolled back by then; one that goes on for longer goes on without the server. */
const STOP_WITHIN_MS = 20_000;

/**
 * The processes of the runs that this server was asked for: each is a `confiture migrate up` of its own, in a process
 * group of its own. A server that crashes leaves them at work, and a run that crashes leaves the server alone; what
 * they say of themselves they say in the database. A server that is stopped stops them as a signal at the terminal
 * would: what they are at is rolled back.
 */
export class RunProcesses {
  readonly #options: RunProcessOptions;
  readonly #running = new Map<string, { readonly child: ChildProcess; readonly ended: Promise<void> }>();
  #isStopping = false;

  constructor(options: RunProcessOptions) {
    this.#options = options;
  }

  /** Starts the process of a queued run. Never throws: how it ended is written into the row of the run. */
  start(run: RunToStart): void {
    const { settings, log, program = PROGRAM } = this.#options;
    const child = spawn(process.execPath, [program, ...argumentsOf(settings, run)], {
      cwd: settings.workingDir,
      env: environmentOf(settings, run),
      detached: true,
      // The text for people draws lines of migrations, which no log may hold; the document does not.
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const document = firstOf(child);
    log.info('a run was started', { run_id: run.id, process_id: child.pid ?? null });
    const ended = new Promise<ErrorCode | null>((resolve) => {
      child.once('error', () => resolve('INTERNAL'));
      child.once('close', (exitCode) => resolve(exitCode === EXIT.done ? null : codeOf(exitCode)));
    }).then(async (code) => this.#end(run.id, code, code === null ? null : errorIn(await document)));
    this.#running.set(run.id, { child, ended });
    if (this.#isStopping) child.kill('SIGTERM');
  }

  /** Has all of them end, and resolves when they have, or when they take too long. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const running = [...this.#running.values()];
    for (const { child } of running) child.kill('SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_WITHIN_MS);
    });
    await Promise.race([Promise.all(running.map(({ ended }) => ended)), late]);
    clearTimeout(timer);
  }

  /** A process that failed before its run began has said so nowhere. */
  async #end(id: string, code: ErrorCode | null, error: string | null): Promise<void> {
    const { withConnection, log } = this.#options;
    log.info('the process of a run has ended', { run_id: id, code, error });
    if (code !== null) {
      const end = { outcome: 'failed', errorCode: code } as const;
      await withConnection((connection) => endUnbegun(connection, id, end)).catch(() => {});
    }
    this.#running.delete(id);
  }
}

const MOST_DOCUMENT_CHARACTERS = 4_000_000;
const CLOSE_WITHIN_MS = 1_000;

/** What a process prints until it ends, as far as a document of a run is long. */
async function firstOf(child: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  const { stdout } = child;
  // A program that a hook has started may have it open for longer.
  child.once('exit', () => setTimeout(() => stdout.destroy(), CLOSE_WITHIN_MS).unref());
  let text = '';
  try {
    for await (const chunk of stdout.setEncoding('utf8'))
      if (text.length < MOST_DOCUMENT_CHARACTERS) text += chunk;
  } catch {
    // What was read may be enough.
  }
  return text;
}

/** Code and message of the error in the document of a command, which holds no SQL; null where there is none. */
function errorIn(document: string): string | null {
  try {
    const { error } = JSON.parse(document) as { error?: { readonly code: string; readonly message: string } };
    return error === undefined ? null : `${error.code}: ${error.message}`;
  } catch {
    return null;
  }
}

/** What the exit code alone tells; a run that has begun has said more. */
function codeOf(exitCode: number | null): ErrorCode {
  const codes: Readonly<Record<number, ErrorCode>> = {
    [EXIT.connection]: 'CONNECT_UNREACHABLE',
    [EXIT.files]: 'FILES_UNREADABLE',
    [EXIT.configuration]: 'CONFIG_INVALID',
    [EXIT.terminated]: 'CANCELLED_TERMINATE',
  };
  return codes[exitCode ?? Number.NaN] ?? 'INTERNAL';
}

/** The command reads the same files as the server; what flags of the server said is passed on. */
function argumentsOf(settings: Settings, { id, target, planHash }: RunToStart): string[] {
  return [
    ...(settings.configPath === null ? [] : ['--config', settings.configPath]),
    ...['--env', settings.environment, '--format', 'json', 'migrate', 'up', '--queued-run', id],
    ...['--migrations-dir', path.relative(settings.workingDir, settings.migrationsDir) || '.'],
    ...(target === null ? [] : ['--target', target]),
    ...(planHash === null ? [] : ['--plan', planHash]),
  ];
}

/** The variables of the server but its token; a URL from a flag becomes a variable, since arguments can be seen. */
function environmentOf(
  { variables, variablesFromFile, databaseUrls }: Settings,
  { traceparent }: RunToStart,
): NodeJS.ProcessEnv {
  const own = Object.entries(variables).filter(
    ([name]) => !variablesFromFile.has(name) && name !== 'CONFITURE_API_TOKEN',
  );
  return {
    ...Object.fromEntries(own),
    ...(databaseUrls.flag !== null && { CONFITURE_DATABASE_URL: databaseUrls.flag }),
    ...(traceparent !== null && { TRACEPARENT: traceparent }),
  };
}
