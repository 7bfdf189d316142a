import type { Node } from 'libpg-query';
import { transactionCommand } from '../analysis/transaction-control.js';
import type { Parsed, ParseStatement } from '../parser/parse-statement.js';
import type { Scan, Statement } from '../parser/scan-result.js';
import type { InvariantQuery } from './invariant-query.js';

/** What cannot stand in a file of queries. */
export interface QueryFault {
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

/** The first words of what can be asked inside another query. */
const QUERY_WORDS = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE', '']);

/** The queries of an `.invariant.sql`, in order. Order and kind are told by the real parser, where it can read them. */
export function invariantQueries(scan: Scan, parse: ParseStatement): InvariantQuery[] {
  return scan.statements.map((statement, index) => {
    const text = textOf(scan, statement);
    return { number: index + 1, line: statement.line, text, isOrdered: isOrdered(parse(text)) };
  });
}

/** Faults of an `.invariant.sql`: each of its statements has to be a query that returns rows and does nothing else. */
export function invariantFaults(scan: Scan, parse: ParseStatement): QueryFault[] {
  if (scan.statements.length === 0) return [noQuery()];
  return scan.statements
    .filter((statement) => !isQuery(statement, parse(textOf(scan, statement))))
    .map(({ line }) => ({
      line,
      message: 'This is no query: an .invariant.sql compares what SELECT, VALUES, TABLE and WITH return.',
      hint: 'Write a SELECT, and move what changes the database into the migration.',
    }));
}

/** Faults of a `.verify.sql`: it runs inside the transaction of its migration, which it must leave open. */
export function verifyFaults(scan: Scan): QueryFault[] {
  return scan.statements
    .filter(({ words }) => transactionCommand(words) !== undefined)
    .map(({ line, words }) => ({
      line,
      message: `${transactionCommand(words)} cannot stand in a .verify.sql.`,
      hint: 'Take it out: the file is run in a read-only transaction that is undone.',
    }));
}

function noQuery(): QueryFault {
  return {
    line: 1,
    message: 'The .invariant.sql holds no query.',
    hint: 'Write a SELECT whose rows must be the same before and after the migration, or delete the file.',
  };
}

function textOf({ text }: Scan, { start, end }: Statement): string {
  return text.slice(start, end);
}

function isQuery({ words }: Statement, parsed: Parsed): boolean {
  if (parsed.kind !== 'parsed') return QUERY_WORDS.has(words[0] ?? '');
  const select = selectOf(parsed.node);
  return select !== null && select.intoClause === undefined;
}

function isOrdered(parsed: Parsed): boolean {
  return parsed.kind === 'parsed' && (selectOf(parsed.node)?.sortClause?.length ?? 0) > 0;
}

function selectOf(node: Node) {
  return 'SelectStmt' in node ? node.SelectStmt : null;
}
