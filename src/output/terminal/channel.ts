import { neutralizeCommands } from './sanitize.js';
import type { Theme } from './theme.js';

/** The part of a writable stream that output needs; `process.stdout` and any `Writable` are one. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  on(event: string, listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** One of the two ways out. */
export interface Channel {
  readonly theme: Theme;
  /** Writes `text` (one line or several) and a line break. */
  line(text: string): void;
  /** Writes exactly `text`: cursor control and workflow commands, never text from outside. */
  raw(text: string): void;
  /** Why the stream cannot be written to; null where all has been taken. */
  fault(): NodeJS.ErrnoException | null;
}

/**
 * A stream that cannot be written to any more (a closed pipe, a full disk) stops nothing: a migration must not end
 * half-way because its log cannot be written.
 */
export function createChannel(stream: TextStream, theme: Theme, workflowLog: boolean): Channel {
  let fault: NodeJS.ErrnoException | null = null;
  stream.on('error', (error) => {
    fault ??= error;
  });
  return {
    theme,
    line: (text) => void stream.write(`${workflowLog ? neutralizeCommands(text) : text}\n`),
    raw: (text) => void stream.write(text),
    fault: () => fault,
  };
}
