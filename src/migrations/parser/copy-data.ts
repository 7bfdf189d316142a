import type { ScanProblem } from './scan-problem.js';
import type { Range } from './scan-result.js';

/** Data lines, and where SQL goes on behind the line that closes them. */
type CopyData = Range & { readonly next: number };

/**
 * Data that starts with the line after `from`; undefined where no line with `\.` alone closes it. psql takes the end
 * of the file for the end of the data; a migration must not, for then a file that was cut off would load in part.
 */
export function findCopyData(text: string, from: number): CopyData | undefined {
  const start = startOfNextLine(text, from);
  let at = start;
  while (at < text.length) {
    const mark = text.startsWith('\\.', at) ? at : nextMark(text, at);
    if (mark === -1) return undefined;
    const after = text.charAt(mark + 2);
    if (after === '' || after === '\n' || (after === '\r' && text.charAt(mark + 3) === '\n')) {
      return { start, end: mark, next: startOfNextLine(text, mark) };
    }
    at = mark + 2;
  }
  return undefined;
}

function nextMark(text: string, from: number): number {
  const at = text.indexOf('\n\\.', from);
  return at === -1 ? -1 : at + 1;
}

function startOfNextLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? text.length : newline + 1;
}

/** For a COPY whose data is missing or has no end. */
export function openCopy(line: number): ScanProblem {
  return {
    code: 'FILES_SYNTAX',
    line,
    message: 'The data of this COPY … FROM stdin has no end.',
    hint: 'Close it with a line that holds \\. alone; without one a file that was cut off would load in part.',
  };
}

/** For a COPY with more than a comment behind it on its line. */
export function crowdedCopy(line: number): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message: 'Behind this COPY … FROM stdin stands more on the same line.',
    hint: 'Its data starts on the next line: move what follows the semicolon below the data.',
  };
}
