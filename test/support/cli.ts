import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { documentFaults } from './json-documents.js';

/** Script of the built CLI; CONFITURE_TEST_CLI names another build. */
export const cliPath = path.resolve(process.env.CONFITURE_TEST_CLI ?? 'dist/bin/confiture.cjs');

const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot'];
const TIMEOUT_MS = 90_000;

export interface CliOptions {
  readonly cwd: string;
  /** Added to a bare environment: nothing of the caller's reaches the command but paths. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text on stdin; without it stdin is empty. */
  readonly input?: string;
  /** After this the command is killed and the call rejects; default 90 s. */
  readonly timeoutMs?: number;
  /** Script to run; default `cliPath`. */
  readonly cli?: string;
  /** Run it on a terminal of its own, whose whole output is stdout; default false. Its keyboard is `type`. */
  readonly terminal?: boolean;
}

export interface CliResult {
  /** Null where a signal ended the command. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that goes on. It is killed when the test ends, if it is still there. */
export interface RunningCli {
  readonly pid: number;
  /**
   * Waits until stdout or stderr holds `text` and gives what stdout holds by then; rejects where the command ends, or
   * time runs out, before.
   */
  waitFor(text: string, timeoutMs?: number): Promise<string>;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<CliResult>;
  /** Types on the command's terminal. */
  type(text: string): void;
  /** Resolves when the command ends by itself. */
  readonly ended: Promise<CliResult>;
}

/** Runs the built CLI to its end. What it prints as JSON must be what `confiture schema` says. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const result = await startCli(args, options).ended;
  if (asksForJson(args)) expect(documentFaults(result.stdout)).toEqual([]);
  return result;
}

export function asksForJson(args: readonly string[]): boolean {
  return args.some(
    (arg, index) => arg === '--format=json' || (arg === 'json' && args[index - 1] === '--format'),
  );
}

/** Starts the built CLI. */
export function startCli(
  args: readonly string[],
  { cwd, env = {}, input = '', timeoutMs = TIMEOUT_MS, cli = cliPath, terminal = false }: CliOptions,
): RunningCli {
  const command = [process.execPath, cli, ...args];
  const [program = '', ...rest] = terminal ? onTerminal(command) : command;
  const child = spawn(program, rest, { cwd, env: { ...bareEnvironment(), ...env } });
  child.stdin.on('error', () => {});
  if (!terminal) child.stdin.end(input);
  const output = new Output(child);
  const ended = endOf(child, output, `confiture ${args.join(' ')}`, timeoutMs);
  ended.catch(() => {});
  return {
    pid: child.pid ?? 0,
    ended,
    type: (text) => child.stdin.write(text),
    waitFor: (text, waitMs = TIMEOUT_MS) => output.waitFor(text, waitMs),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** The command under `script`, which gives it a terminal and ends with its exit code. */
function onTerminal(command: readonly string[]): string[] {
  if (process.platform === 'darwin') return ['script', '-q', '/dev/null', ...command];
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return ['script', '--quiet', '--return', '--flush', '--command', quoted, '/dev/null'];
}

/** What every command gets of the caller's environment: where things lie. */
export function bareEnvironment(): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Settles when the process has ended and its pipes are read to their ends. */
function endOf(child: ChildProcess, output: Output, command: string, timeoutMs: number): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const toFailure = () => {
      child.kill('SIGKILL');
      reject(new Error(`${command} did not end within ${timeoutMs} ms\n${output.stdout}\n${output.stderr}`));
    };
    const timer = setTimeout(toFailure, timeoutMs);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, stdout: output.stdout, stderr: output.stderr });
    });
    onTestFinished(() => {
      clearTimeout(timer);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    });
  });
}

class Output {
  stdout = '';
  stderr = '';
  readonly #changes = new EventTarget();
  #isClosed = false;

  constructor(child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#add('stdout', text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#add('stderr', text));
    child.once('close', () => {
      this.#isClosed = true;
      this.#changes.dispatchEvent(new Event('change'));
    });
  }

  #add(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text;
    this.#changes.dispatchEvent(new Event('change'));
  }

  waitFor(text: string, timeoutMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.#changes.removeEventListener('change', check);
        act();
      };
      const missing = (reason: string) =>
        new Error(`"${text}" was not printed ${reason}\n${this.stdout}\n${this.stderr}`);
      const check = () => {
        if (this.stdout.includes(text) || this.stderr.includes(text)) settle(() => resolve(this.stdout));
        else if (this.#isClosed) settle(() => reject(missing('before the command ended')));
      };
      const timer = setTimeout(() => settle(() => reject(missing(`within ${timeoutMs} ms`))), timeoutMs);
      this.#changes.addEventListener('change', check);
      check();
    });
  }
}
