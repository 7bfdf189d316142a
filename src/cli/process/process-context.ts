import type { Readable } from 'node:stream';
import type { OpenBuiltInHooks } from '../../app/built-in-hooks.js';
import type { TextStream } from '../../output/terminal/channel.js';

/** Everything of the process a command may touch; `bin/` makes the real one. */
export interface ProcessContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Looked at only where a person may have to be asked. */
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly version: string;
  /** Absolute path of the library's entry, for hook files of projects that have not installed it. */
  readonly selfEntry: string;
  /** Aborted by the first SIGINT or SIGTERM, with the error the command then ends in. */
  readonly signal: AbortSignal;
  /** Aborted by an error of Confiture's own that nothing caught, with that error: the command is over. */
  readonly crash: AbortSignal;
  /** The hooks that come with Confiture, for one run. */
  readonly builtInHooks: OpenBuiltInHooks;
}
