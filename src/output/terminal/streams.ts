import { type WorkspacePath, workspacePath } from '../reporters/github/github-annotation.js';
import { type Channel, createChannel, type TextStream } from './channel.js';
import { type Environment, isCi, isGithub, supportsUnicode, wantsColor } from './terminal.js';
import { createTheme } from './theme.js';

export type OutputFormat = 'text' | 'json' | 'markdown';
export type Verbosity = 'quiet' | 'normal' | 'verbose';

export interface OutputOptions {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Environment;
  /** Where paths in messages begin; default the folder of the process. */
  readonly cwd?: string;
  readonly format: OutputFormat;
  readonly verbosity: Verbosity;
  /** The command as it is typed after `confiture`, for instance `migrate up`; null where none was understood. */
  readonly command: string | null;
}

/** Every decision about where output goes and what it may look like, made once. */
export interface Output {
  readonly stdout: Channel;
  readonly stderr: Channel;
  readonly format: OutputFormat;
  readonly verbosity: Verbosity;
  readonly command: string | null;
  /** stdout is a terminal whose last line may be redrawn. */
  readonly live: boolean;
  /** A person sits in front of it and nothing reads along: what the server says is shown as it is. */
  readonly isPersonal: boolean;
  /** The same person asked for row values and SQL as well. */
  readonly mayShowRowValues: boolean;
  readonly github: { readonly summaryFile: string | null } | null;
  /** Paths in messages as GitHub knows them. */
  readonly pathOf: WorkspacePath;
}

const UNKNOWN_WIDTH = 100;

export function outputFor({
  stdout,
  stderr,
  env,
  cwd = '.',
  format,
  verbosity,
  command,
}: OutputOptions): Output {
  const workflowLog = isCi(env);
  const channel = (stream: TextStream) => {
    const color = format === 'text' && wantsColor(env, stream.isTTY === true);
    const width = () => stream.columns || UNKNOWN_WIDTH;
    return createChannel(
      stream,
      createTheme({
        color,
        unicode: supportsUnicode(env),
        width,
        cuts: stream.isTTY === true && !workflowLog,
      }),
      workflowLog,
    );
  };
  const interactive = format === 'text' && !workflowLog;
  const isPersonal = interactive && stdout.isTTY === true && stderr.isTTY === true;
  return {
    stdout: channel(stdout),
    stderr: channel(stderr),
    format,
    verbosity,
    command,
    live: interactive && stdout.isTTY === true && env.TERM !== 'dumb' && verbosity !== 'quiet',
    isPersonal,
    mayShowRowValues: isPersonal && verbosity === 'verbose',
    github: isGithub(env) ? { summaryFile: env.GITHUB_STEP_SUMMARY || null } : null,
    pathOf: workspacePath(cwd, env.GITHUB_WORKSPACE || null),
  };
}
