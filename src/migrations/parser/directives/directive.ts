import { nearest } from '../../../text/nearest.js';
import type { ScanProblem } from '../scan-problem.js';

/** Directives that are followed by words of the author. */
const wordDirectives = ['title', 'phase'];

const directiveNames = ['no-transaction', 'requires-approval', 'empty'] as const;

/**
 * `no-transaction`: run statement by statement. `requires-approval`: wait until it is granted. `empty`: the file holds
 * no statement on purpose.
 */
export type DirectiveName = (typeof directiveNames)[number];

/** Longest title, in UTF-16 units. */
const LONGEST_TITLE = 200;

/** Characters of an unknown name that are repeated to the reader. */
const LONGEST_SHOWN = 40;

const DIRECTIVE = /^--[ \t]*confiture:(.*)$/i;

/** What stands behind `-- confiture:`; undefined for any other comment. */
export function directiveText(comment: string): string | undefined {
  return DIRECTIVE.exec(comment)?.[1]?.trim();
}

/** Names in the text of a directive, separated by commas. */
export function namesIn(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

export function isDirective(name: string): name is DirectiveName {
  return (directiveNames as readonly string[]).includes(name);
}

/** For a word in a head comment that is no directive: a typo there would silently drop a safety catch. */
export function unknownDirective(name: string, line: number): ScanProblem {
  const [word = ''] = name.split(/\s+/);
  const closest = nearest(name, directiveNames) ?? nearest(word, wordDirectives);
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
export function lateDirective(name: DirectiveName | 'title', line: number): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message: `The directive "${name}" stands below the first statement.`,
    hint: 'Move it into the comment at the head of the file.',
  };
}

/** Null for a title that can be shown. `hasTitle` is true where the file has one already. */
export function titleFault(title: string, hasTitle: boolean, line: number): ScanProblem | null {
  const message = hasTitle
    ? 'The file has a title already.'
    : title === ''
      ? 'The title is empty.'
      : title.length > LONGEST_TITLE
        ? `The title is longer than ${LONGEST_TITLE} characters.`
        : null;
  if (message === null) return null;
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message,
    hint: 'Write one `-- confiture: title TEXT` in one line.',
  };
}

/** For a phase line inside of a statement, or behind one on its line. */
export function misplacedPhase(inStatement: boolean, line: number): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message: inStatement
      ? 'The phase line stands inside a statement.'
      : 'The phase line stands behind a statement.',
    hint: inStatement
      ? 'End the statement above it with a semicolon.'
      : 'Give the phase line a line of its own.',
  };
}
