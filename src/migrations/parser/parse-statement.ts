import type { Node } from 'libpg-query';
import { offsetOfServerPosition } from './position.js';

/** What the real parser says about one statement. `offset` is the place of a syntax error, in UTF-16 units. */
export type Parsed =
  | { readonly kind: 'parsed'; readonly node: Node }
  | { readonly kind: 'rejected'; readonly offset: number }
  | { readonly kind: 'unknown' };

export type ParseStatement = (statement: string) => Parsed;

/** Longer statements are left to the server: the parser would need many times their size in memory. */
const LONGEST_PARSED = 8_000_000;
const LONGEST_CHECKED = 64_000_000;

/** Longer statements are not normalized: nested a few thousand deep they would overflow the parser's stack. */
const LONGEST_NORMALIZED = 1_000;

/** What the parser gives for a statement that it can read; anything else it gives is a fault. */
const FINGERPRINT = /^[\da-f]{16}$/;

/**
 * PostgreSQL's own parser (version 18). It costs some 40 ms to load, so only files that need it ask for it.
 * Where it cannot be loaded every statement is `unknown`, as are statements it has no answer for.
 */
export async function loadParser(): Promise<ParseStatement> {
  const parser = await load();
  return (statement) => {
    if (parser === undefined || isBroken || statement.length > LONGEST_PARSED) return { kind: 'unknown' };
    try {
      const [first, ...others] = parser.parseSync(statement).stmts ?? [];
      const node = others.length === 0 ? first?.stmt : undefined;
      return node === undefined ? { kind: 'unknown' } : { kind: 'parsed', node };
    } catch (error) {
      noteBreakdown(error);
      if (!parser.hasSqlDetails(error)) return { kind: 'unknown' };
      return {
        kind: 'rejected',
        offset: offsetOfServerPosition(statement, (error.sqlDetails?.cursorPosition ?? 0) + 1),
      };
    }
  };
}

/**
 * Gives the place of a statement's first syntax error, in UTF-16 units, or null. A third of the time that parsing takes,
 * because no tree is built.
 */
export async function loadSyntax(): Promise<(statement: string) => number | null> {
  const parser = await load();
  const parse = await loadParser();
  return (statement) => {
    if (parser === undefined || isBroken || statement.length > LONGEST_CHECKED) return null;
    try {
      if (isReadable(statement, parser)) return null;
    } catch (error) {
      // The parser throws for some faults, and gives the message of others; it says the place of neither.
      noteBreakdown(error);
    }
    const parsed = parse(statement);
    return parsed.kind === 'rejected' ? parsed.offset : null;
  };
}

/** Normalizing is ready sooner: the first fingerprint has half of the parser compiled. */
function isReadable(statement: string, { normalizeSync, fingerprintSync }: Parser): boolean {
  return statement.length > LONGEST_NORMALIZED
    ? FINGERPRINT.test(fingerprintSync(statement))
    : isNormalized(normalizeSync(statement), statement);
}

/** True for the statement with numbers for its constants; false for the message of a fault. */
function isNormalized(given: string, statement: string): boolean {
  const constant = given.search(/\$\d/);
  return constant === -1 ? given === statement : statement.startsWith(given.slice(0, constant));
}

type Parser = typeof import('libpg-query');

/** True once a statement was nested so deep that the parser's stack overflowed: its memory is not to be trusted any more. */
let isBroken = false;

/** Asked again, a parser that broke down has found errors where there are none, and has never come back. */
function noteBreakdown(error: unknown): void {
  isBroken ||= error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError');
}

async function load(): Promise<Parser | undefined> {
  const parser = await import('libpg-query').catch(() => undefined);
  await parser?.loadModule();
  return parser;
}
