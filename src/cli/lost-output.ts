import { setImmediate } from 'node:timers/promises';
import { exitCodeOf } from '../errors.js';
import type { Output } from '../output/terminal/streams.js';

/** Commands whose exit code tells what became of the database, with their output or without. */
const TELL_BY_EXIT_CODE = new Set(['migrate up', 'migrate down', 'migrate down-to', 'migrate baseline']);

/**
 * The exit code of a command that ended with `exitCode`, once it is known whether its output arrived. Where a full disk
 * has cut off stdout, stderr says so, and a command that was asked for its output has failed. A reader that closed the
 * pipe has read what it wanted.
 */
export async function withLostOutput(exitCode: number, output: Output): Promise<number> {
  // A stream tells of a fault after the call that wrote.
  await setImmediate();
  const fault = output.stdout.fault();
  if (fault === null || fault.code === 'EPIPE') return exitCode;
  const isFailed = exitCode === 0 && !TELL_BY_EXIT_CODE.has(output.command ?? '');
  output.stderr.line(
    `${isFailed ? 'Error' : 'Warning'}: stdout cannot be written (${fault.code ?? fault.message}), so that output of this command is lost.`,
  );
  output.stderr.line(
    'Next: Send it to a place that has room; `confiture migrate status` says what is applied.',
  );
  return isFailed ? exitCodeOf('FILES_NOT_WRITABLE') : exitCode;
}
