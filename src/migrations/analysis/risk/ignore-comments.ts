import { isLineEndAt, isSpaceAt } from '../../parser/characters.js';
import { LineCounter } from '../../parser/position.js';
import type { Scan } from '../../parser/scan-result.js';
import { commentsIn, type FoundComment } from './comments.js';
import { type RuleName, ruleOf } from './rules.js';

/** A comment by which the author of a file silences rules, in the words of squawk or Atlas. */
export interface IgnoreComment {
  /** For instance `squawk-ignore`. */
  readonly directive: string;
  readonly line: number;
  /** Rules, analyzers and checks that it names; empty for all. */
  readonly names: readonly string[];
}

/** What silences the statements of a file, by their number. */
export interface Ignores {
  /** The first comment that silences a rule in a statement; null where none does. */
  silencing(statement: number, rule: RuleName): IgnoreComment | null;
}

const SQUAWK = /^\s*(squawk-ignore(?:-file)?)(?![\w-])[ \t:]*(.*)$/s;
const ATLAS = /^\s*(atlas:nolint)(?![\w-])[ \t]*(.*)$/s;

/**
 * Finds the comments of a file that silence rules. One stands above its statement, in it or behind it on its last
 * line; `squawk-ignore-file`, and `atlas:nolint` in a head that ends with an empty line, hold for the whole file.
 */
export function readIgnores(scan: Scan): Ignores {
  const ofFile: IgnoreComment[] = [];
  const ofStatements = new Map<number, IgnoreComment[]>();
  const lines = new LineCounter(scan.text);
  const add = (comment: FoundComment, statement: number | null) => {
    const ignore = readComment(comment, lines.lineAt(comment.start));
    if (ignore === null) return;
    if (ignore.directive === 'squawk-ignore-file' || isHeadOfFile(scan, comment, ignore)) ofFile.push(ignore);
    else if (statement !== null)
      ofStatements.set(statement, [...(ofStatements.get(statement) ?? []), ignore]);
  };
  let from = 0;
  for (const [index, statement] of scan.statements.entries()) {
    for (const comment of commentsIn(scan, from, statement.end)) {
      const isBehindLast = index > 0 && isOneLine(scan.text, from, comment.start);
      add(comment, isBehindLast ? index - 1 : index);
    }
    from = statement.copyData?.end ?? statement.end;
  }
  for (const comment of commentsIn(scan, from, scan.text.length))
    add(comment, isOneLine(scan.text, from, comment.start) ? scan.statements.length - 1 : null);
  return {
    silencing: (statement, rule) =>
      [...ofFile, ...(ofStatements.get(statement) ?? [])].find(({ names }) => silences(names, rule)) ?? null,
  };
}

function readComment({ text }: FoundComment, line: number): IgnoreComment | null {
  const match = SQUAWK.exec(text) ?? ATLAS.exec(text);
  if (match?.[1] === undefined) return null;
  const names = (match[2] ?? '').split(/[\s,]+/).filter((name) => name !== '');
  return { directive: match[1], line, names };
}

function silences(names: readonly string[], rule: RuleName): boolean {
  return (
    names.length === 0 || names.some((name) => name === rule || ruleOf(rule).alsoSilencedBy.includes(name))
  );
}

/** True for a directive of Atlas above the first statement, with an empty line between them. */
function isHeadOfFile(
  { text, statements: [first] }: Scan,
  comment: FoundComment,
  { directive }: IgnoreComment,
): boolean {
  if (directive !== 'atlas:nolint' || first === undefined || comment.start > first.start) return false;
  return /\n[ \t\r]*\n/.test(text.slice(comment.end, first.start));
}

/** True where nothing but white space and a semicolon stands on the line between two offsets. */
function isOneLine(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (isLineEndAt(text, at)) return false;
    if (!isSpaceAt(text, at) && text.charAt(at) !== ';') return false;
  }
  return true;
}
