import { nearest } from '../../text/nearest.js';
import type { ScanProblem } from './scan-problem.js';

const directiveNames = ['no-transaction', 'requires-approval', 'empty'] as const;

/**
 * `no-transaction`: run statement by statement. `requires-approval`: wait until it is granted. `empty`: the file holds
 * no statement on purpose.
 */
export type DirectiveName = (typeof directiveNames)[number];

/** Characters of an unknown name that are repeated to the reader. */
const LONGEST_SHOWN = 40;

const DIRECTIVE = /^--[ \t]*confiture:(.*)$/i;

/**
 * Names in a `-- confiture: no-transaction` comment, separated by commas; undefined for any other comment.
 */
export function directivesIn(comment: string): string[] | undefined {
  const match = DIRECTIVE.exec(comment);
  return match?.[1]?.split(',').map((name) => name.trim());
}

export function isDirective(name: string): name is DirectiveName {
  return (directiveNames as readonly string[]).includes(name);
}

/** For a word in a head comment that is no directive: a typo there would silently drop a safety catch. */
export function unknownDirective(name: string, line: number): ScanProblem {
  const closest = nearest(name, directiveNames);
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message:
      name === '' ? 'A directive is empty.' : `There is no directive "${name.slice(0, LONGEST_SHOWN)}".`,
    hint:
      closest === undefined
        ? `Use ${directiveNames.map((known) => `"-- confiture: ${known}"`).join(' or ')}, or reword the comment.`
        : `Did you mean "-- confiture: ${closest}"?`,
  };
}

/** For a file that says it is empty, and is not. */
export function notEmpty(line: number): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message: 'The directive "empty" stands in a file with statements.',
    hint: 'Take the directive out, or the statements.',
  };
}

/** For a directive below the first statement, where it has no effect. */
export function lateDirective(name: DirectiveName, line: number): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message: `The directive "${name}" stands below the first statement.`,
    hint: 'Move it into the comment at the head of the file.',
  };
}
