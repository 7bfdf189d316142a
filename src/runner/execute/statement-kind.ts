import type { Node } from 'libpg-query';
import { nonTransactionalCommand } from '../../migrations/analysis/judge-statement.js';
import { transactionCommand } from '../../migrations/analysis/transaction-control.js';
import { loadParser } from '../../migrations/parser/parse-statement.js';
import type { Statement } from '../../migrations/parser/scan-result.js';

/**
 * How much is known of a statement that ran by itself after a kill:
 * - `atomic`: it is committed together with the note that it is done,
 * - `alone`: it commits by itself, before that can be noted,
 * - `control`: it begins or ends a transaction of the file.
 */
export type StatementKind =
  | { readonly kind: 'atomic' | 'control' }
  | {
      readonly kind: 'alone';
      /** For instance `CREATE INDEX CONCURRENTLY`. */
      readonly command: string;
      /** The index it builds, where it has a name. */
      readonly index: IndexName | null;
      /** The index it drops. */
      readonly dropped: IndexName | null;
    };

export interface IndexName {
  /** Schema, which is that of its table; null where the search_path decides. */
  readonly schema: string | null;
  readonly name: string;
}

/** Kinds of all statements, in order. The real parser decides; what it cannot read counts as `alone`. */
export async function kindsOf(
  statements: readonly Statement[],
  texts: readonly string[],
): Promise<StatementKind[]> {
  const parse = await loadParser();
  return statements.map((statement, index) => {
    if (transactionCommand(statement.words) !== undefined) return { kind: 'control' };
    if (mayCommit(statement, texts[index] ?? ''))
      return { kind: 'alone', command: statement.words[0] ?? '', index: null, dropped: null };
    const parsed = parse(texts[index] ?? '');
    if (parsed.kind === 'rejected') return { kind: 'atomic' };
    if (parsed.kind === 'unknown')
      return { kind: 'alone', command: statement.words.join(' '), index: null, dropped: null };
    const command = nonTransactionalCommand(parsed.node);
    if (command === null) return { kind: 'atomic' };
    return { kind: 'alone', command, index: builtIndex(parsed.node), dropped: droppedIndex(parsed.node) };
  });
}

function builtIndex(node: Node): IndexName | null {
  if (!('IndexStmt' in node) || !node.IndexStmt.idxname) return null;
  return { schema: node.IndexStmt.relation?.schemaname ?? null, name: node.IndexStmt.idxname };
}

/** The server takes one name in DROP INDEX CONCURRENTLY. */
function droppedIndex(node: Node): IndexName | null {
  const object = 'DropStmt' in node ? node.DropStmt.objects?.[0] : undefined;
  const parts = object !== undefined && 'List' in object ? (object.List.items ?? []) : [];
  const names = parts.flatMap((part) => ('String' in part ? [part.String.sval ?? ''] : []));
  const name = names.at(-1);
  return name === undefined ? null : { schema: names.at(-2) ?? null, name };
}

/** Procedures and anonymous blocks can commit, but only where no transaction is around them. */
function mayCommit({ words }: Statement, text: string): boolean {
  if (words[0] === 'CALL') return true;
  return words[0] === 'DO' && /\b(commit|rollback)\b/i.test(text);
}
