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

/**
 * PostgreSQL's own parser (version 18). It costs some 40 ms to load, so only files that need it ask for it.
 * Where it cannot be loaded every statement is `unknown`, as are statements it has no answer for.
 */
export async function loadParser(): Promise<ParseStatement> {
  const parser = await import('libpg-query').catch(() => undefined);
  await parser?.loadModule();
  return (statement) => {
    if (parser === undefined || statement.length > LONGEST_PARSED) return { kind: 'unknown' };
    try {
      const node = parser.parseSync(statement).stmts?.[0]?.stmt;
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
