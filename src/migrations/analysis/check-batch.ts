import type { Node } from 'libpg-query';
import { loadParser, type ParseStatement } from '../parser/parse-statement.js';
import type { ScanProblem } from '../parser/scan-problem.js';
import type { Statement } from '../parser/scan-result.js';
import type { Phase } from './phases.js';

const COUNTED_WORDS = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);
const COUNTED_NODES = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'];

/** Faults of batch phases: one that never ends, never goes on after its first repetition, or has no transaction. */
export async function batchProblems(phases: readonly Phase[] | null): Promise<ScanProblem[]> {
  const batches = (phases ?? []).filter(({ options }) => options.batch !== null);
  if (batches.length === 0) return [];
  const parse = await loadParser();
  return batches.flatMap((phase) => problemsOf(phase, parse));
}

function problemsOf(phase: Phase, parse: ParseStatement): ScanProblem[] {
  const { name, line, statements, shape, plan } = phase;
  if (shape.reason !== null) return [withoutTransaction(name, shape.reason)];
  const copy = statements.find(({ copyData }) => copyData !== null);
  if (copy) return [repeatedCopy(copy.line)];
  const uncounted = statements.find((statement) => isUncounted(statement, plan.body.text, parse));
  if (uncounted) return [hiddenRows(uncounted.line)];
  return statements.some((statement) => isCounted(statement, plan.body.text, parse))
    ? []
    : [endless(name, line)];
}

/** True for a statement whose command tag counts the rows that it changed. */
function isCounted(statement: Statement, text: string, parse: ParseStatement): boolean {
  const [word = ''] = statement.words;
  if (word !== 'WITH') return COUNTED_WORDS.has(word);
  const node = nodeOf(statement, text, parse);
  return node === null || COUNTED_NODES.some((kind) => kind in node);
}

/** True for a SELECT that changes rows in its WITH: its command tag counts what it gives, not what it changed. */
function isUncounted(statement: Statement, text: string, parse: ParseStatement): boolean {
  if (statement.words[0] !== 'WITH') return false;
  const node = nodeOf(statement, text, parse);
  if (node === null || !('SelectStmt' in node)) return false;
  return (node.SelectStmt.withClause?.ctes ?? []).some((cte) => {
    const query = 'CommonTableExpr' in cte ? cte.CommonTableExpr.ctequery : undefined;
    return query !== undefined && COUNTED_NODES.some((kind) => kind in query);
  });
}

function nodeOf({ start, end }: Statement, text: string, parse: ParseStatement): Node | null {
  const parsed = parse(text.slice(start, end));
  return parsed.kind === 'parsed' ? parsed.node : null;
}

function endless(name: string, line: number): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message: `The batch phase "${name}" holds no INSERT, UPDATE, DELETE or MERGE, whose rows would say when it is done.`,
    hint: 'Write the statement that is to be repeated into it, or take "batch" out.',
  };
}

function hiddenRows(line: number): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message:
      'This SELECT changes rows in its WITH, where they are not counted, and the batch phase would end too soon.',
    hint: 'Make the INSERT, UPDATE, DELETE or MERGE the main statement: `with … as (select …) update …`.',
  };
}

function repeatedCopy(line: number): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message: 'A COPY with its data stands in a batch phase, and would be repeated.',
    hint: 'Give it a phase of its own.',
  };
}

function withoutTransaction(name: string, { command, line }: { command: string; line: number }): ScanProblem {
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message: `${command} cannot run in a transaction, and each repetition of the batch phase "${name}" is one.`,
    hint: 'Give it a phase of its own.',
  };
}
