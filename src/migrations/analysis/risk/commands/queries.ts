import type { Node, SelectStmt, VariableSetStmt } from 'libpg-query';
import { type Assessment, assessment, combined, type TableLock, unclassified } from '../assessment.js';
import { calls, SEQUENCE_CALLS, unknownCallIn, walk } from '../expressions.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import { nameOfRange, rangesOf, writtenRange } from '../object-names.js';
import { isOption } from './option.js';
import { assessRows } from './rows.js';

/** Statements that read, and settings of the session. */
export const queries = {
  SelectStmt: (statement, known) => select(statement, known),
  ExplainStmt: ({ query, options = [] }, known) => {
    const runs = options.some((node) => isOption(node, 'analyze'));
    return runs && query !== undefined
      ? assessQuery(query, known, 'EXPLAIN ANALYZE')
      : assessment('EXPLAIN', 'additive');
  },
  DeclareCursorStmt: ({ query }, known) =>
    query === undefined ? unclassified('DECLARE') : assessQuery(query, known, 'DECLARE'),
  VariableSetStmt: setVariable,
} satisfies Handlers;

/** A query and all that it changes: rows by the statements in its WITH, and whatever its functions do. */
export function assessQuery(query: Node, known: KnownObjects, command: string): Assessment {
  const rows = assessRows(query, known);
  if (rows !== null) return { ...rows, command: command === 'EXPLAIN ANALYZE' ? command : rows.command };
  if (!('SelectStmt' in query)) return unclassified(command);
  return { ...select(query.SelectStmt, known), command };
}

function select(statement: SelectStmt, known: KnownObjects): Assessment {
  const { intoClause } = statement;
  const command = intoClause === undefined ? 'SELECT' : 'SELECT INTO';
  if (intoClause?.rel !== undefined) known.created(nameOfRange(intoClause.rel));
  noteSearchPath(statement, known);
  const parts = [ownPart(statement, known, command), ...changesIn(statement, known)];
  return combined(command, parts);
}

function ownPart(statement: SelectStmt, known: KnownObjects, command: string): Assessment {
  const unknown = unknownCallIn(statement);
  if (unknown !== null) return unclassified(command, unknown);
  const tier = calls(statement, SEQUENCE_CALLS) ? 'reversible' : 'additive';
  return assessment(command, tier, { locks: rowLocks(statement, known) });
}

/** SELECT … FOR UPDATE and its like. */
function rowLocks(statement: SelectStmt, known: KnownObjects): TableLock[] {
  if ((statement.lockingClause ?? []).length === 0) return [];
  return rangesOf(statement.fromClause)
    .filter((range) => !known.isNew(nameOfRange(range)))
    .map((range) => ({ mode: 'ROW SHARE', table: writtenRange(range) }));
}

/** Statements in a WITH that change rows. */
function changesIn(tree: unknown, known: KnownObjects): Assessment[] {
  const found: Assessment[] = [];
  walk(tree, (node) => {
    const rows = assessRows(node, known);
    if (rows === null) return undefined;
    found.push(rows);
    return false;
  });
  return found;
}

function setVariable({ kind, name, args = [] }: VariableSetStmt, known: KnownObjects): Assessment {
  const resets = kind === 'VAR_RESET' || kind === 'VAR_SET_DEFAULT';
  if (kind === 'VAR_RESET_ALL' || (name === 'search_path' && resets)) known.searchPathChanged(null);
  else if (name === 'search_path') known.searchPathChanged(args.flatMap(textOf));
  return assessment(resets || kind === 'VAR_RESET_ALL' ? 'RESET' : 'SET', 'additive');
}

/** `select set_config('search_path', …)`, as dumps write it. */
function noteSearchPath(statement: SelectStmt, known: KnownObjects): void {
  walk(statement.targetList, (node) => {
    if (!('FuncCall' in node)) return undefined;
    const { funcname = [], args = [] } = node.FuncCall;
    const [setting, value] = args.map((arg) => textOf(arg)[0]);
    if (!funcname.some((part) => 'String' in part && part.String.sval === 'set_config')) return undefined;
    if (setting === undefined || setting === 'search_path') known.searchPathChanged([value ?? 'unknown']);
    return undefined;
  });
}

function textOf(node: Node): string[] {
  return 'A_Const' in node && node.A_Const.sval !== undefined ? [node.A_Const.sval.sval ?? ''] : [];
}
