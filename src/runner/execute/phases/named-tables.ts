import { quoteIdentifier } from '../../../database/quote.js';
import type { Phase } from '../../../migrations/analysis/phases.js';
import { loadParser } from '../../../migrations/parser/parse-statement.js';

/** Tables whose rows bound what a batch phase can have to do. */
export interface NamedTables {
  /** As SQL names, as they are written; the search_path says where those without a schema are. */
  readonly names: readonly string[];
  /** Statements of the phase that set up the session, and so perhaps the search_path. */
  readonly settings: readonly string[];
  /** How the statements change rows. */
  readonly changes: ReadonlySet<Change>;
}

const CHANGES = {
  InsertStmt: 'insert',
  UpdateStmt: 'update',
  DeleteStmt: 'delete',
  MergeStmt: 'merge',
} as const;
export type Change = (typeof CHANGES)[keyof typeof CHANGES];

/**
 * The tables that the statements of a phase name. Null where rows come from elsewhere, too, or the statements cannot be
 * read: then nothing bounds them.
 */
export async function namedTables({ plan: { body } }: Phase): Promise<NamedTables | null> {
  const parse = await loadParser();
  const found = new TableFinder();
  const settings: string[] = [];
  for (const { start, end, words } of body.statements) {
    const text = body.text.slice(start, end);
    if (words[0] === 'SET') settings.push(text);
    else {
      const parsed = parse(text);
      if (parsed.kind !== 'parsed') return null;
      found.visit(parsed.node);
    }
  }
  return found.readsFunction ? null : { names: found.names(), settings, changes: found.changes };
}

class TableFinder {
  /** A function stands where a table could. */
  readsFunction = false;
  readonly changes = new Set<Change>();
  readonly #names = new Set<string>();
  readonly #queries = new Set<string>();

  /** Names of common table expressions are no tables. */
  names(): string[] {
    return [...this.#names].filter((name) => !this.#queries.has(name));
  }

  visit(node: unknown): void {
    if (Array.isArray(node)) for (const item of node) this.visit(item);
    else if (typeof node === 'object' && node !== null) this.#object(node as Record<string, unknown>);
  }

  #object(node: Record<string, unknown>): void {
    if ('RangeFunction' in node) this.readsFunction = true;
    for (const [kind, change] of Object.entries(CHANGES)) if (kind in node) this.changes.add(change);
    const { relname, schemaname, ctename } = node;
    if (typeof ctename === 'string') this.#queries.add(quoteIdentifier(ctename));
    if (typeof relname === 'string') {
      const schema = typeof schemaname === 'string' ? `${quoteIdentifier(schemaname)}.` : '';
      this.#names.add(`${schema}${quoteIdentifier(relname)}`);
    }
    for (const value of Object.values(node)) this.visit(value);
  }
}
