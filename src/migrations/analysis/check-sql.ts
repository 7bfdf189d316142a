import { rollbackOfAll } from '../check/rolled-back.js';
import type { SyntaxCheck } from '../check/syntax-check.js';
import { positionAt } from '../parser/position.js';
import type { Scan, Statement } from '../parser/scan-result.js';
import type { Finding } from './finding.js';

/** Syntax errors reported of one file; more than these come from one mistake above them. */
const MOST_SYNTAX_ERRORS = 20;

/** Everything in a scanned file that would make it fail before it changes anything. */
export function checkSql(scan: Scan, file: string, check: SyntaxCheck): Finding[] {
  const problems = scan.problems.map((problem): Finding => ({ severity: 'error', file, ...problem }));
  return [
    ...problems,
    ...unterminated(scan, file),
    ...undoneByItself(scan, file),
    ...syntaxErrors(scan, file, check),
  ];
}

function unterminated({ text, unterminated }: Scan, file: string): Finding[] {
  if (unterminated === null) return [];
  const { line, column } = positionAt(text, unterminated.offset);
  return [
    {
      severity: 'error',
      code: 'FILES_SYNTAX',
      file,
      line,
      column,
      message: `The ${unterminated.what} that opens here is never closed.`,
      hint: 'Close it; all the text below it belongs to it now.',
    },
  ];
}

function undoneByItself(scan: Scan, file: string): Finding[] {
  const rollback = rollbackOfAll(scan);
  if (rollback === undefined) return [];
  return [
    {
      severity: 'error',
      code: 'FILES_UNSUPPORTED',
      file,
      line: rollback.line,
      message: 'The file rolls back all that it does, and would be recorded as if it had done it.',
      hint: 'Take BEGIN and ROLLBACK out: Confiture runs the file in a transaction.',
    },
  ];
}

/** The grammar reads strings as a new session does: behind a statement that changes this, the server is the judge. */
function syntaxErrors(scan: Scan, file: string, check: SyntaxCheck): Finding[] {
  const findings: Finding[] = [];
  for (const statement of scan.statements) {
    if (findings.length === MOST_SYNTAX_ERRORS || statement.changesReading) break;
    if (isCutOff(scan, statement)) continue;
    const text = scan.text.slice(statement.start, statement.end);
    const offset = check.errorIn(text);
    if (offset === null) continue;
    findings.push(syntaxError(scan, file, statement.start + offset, check.severityOf(text)));
  }
  return findings;
}

/** A statement that runs into an unclosed mark: its fault is told already. */
function isCutOff({ unterminated }: Scan, statement: Statement): boolean {
  return unterminated !== null && statement.end > unterminated.offset;
}

function syntaxError({ text }: Scan, file: string, offset: number, severity: Finding['severity']): Finding {
  const { line, column } = positionAt(text, offset);
  return {
    severity,
    code: 'FILES_SYNTAX',
    file,
    line,
    column,
    message: `Syntax error at line ${line}, column ${column}.`,
    hint:
      severity === 'error'
        ? 'Correct the statement. It was read by the rules of PostgreSQL 18.'
        : 'It was read by the rules of PostgreSQL 18; the server, which has others, decides.',
  };
}
