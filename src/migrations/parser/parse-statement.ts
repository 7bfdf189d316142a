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

/** What the parser gives for a statement that it can read; anything else it gives is a fault. */
const FINGERPRINT = /^[\da-f]{16}$/;

/**
 * PostgreSQL's own parser (version 18). It costs some 40 ms to load, so only files that need it ask for it.
 * Where it cannot be loaded every statement is `unknown`, as are statements it has no answer for.
 */
export async function loadParser(): Promise<ParseStatement> {
  const parser = await load();
  return (statement) => {
    if (parser === undefined || statement.length > LONGEST_PARSED) return { kind: 'unknown' };
    try {
      const [first, ...others] = parser.parseSync(statement).stmts ?? [];
      const node = others.length === 0 ? first?.stmt : undefined;
      return node === undefined ? { kind: 'unknown' } : { kind: 'parsed', node };
    } catch (error) {
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
    if (parser === undefined || statement.length > LONGEST_CHECKED) return null;
    try {
      if (FINGERPRINT.test(parser.fingerprintSync(statement))) return null;
    } catch {
      // The parser throws for some faults, and gives the message of others; it says the place of neither.
    }
    const parsed = parse(statement);
    return parsed.kind === 'rejected' ? parsed.offset : null;
  };
}

async function load(): Promise<typeof import('libpg-query') | undefined> {
  const parser = await import('libpg-query').catch(() => undefined);
  await parser?.loadModule();
  return parser;
}
