import type { Finding } from './finding.js';
import type { ParseStatement } from './parse-statement.js';
import { positionAt } from './position.js';
import type { Scan, Statement } from './scan-result.js';

/** Syntax errors reported of one file; more than these come from one mistake above them. */
const MOST_SYNTAX_ERRORS = 20;

/** Everything in a scanned file that would make it fail before it changes anything. */
export function checkSql(scan: Scan, file: string, parse: ParseStatement): Finding[] {
  const problems = scan.problems.map((problem): Finding => ({ severity: 'error', file, ...problem }));
  return [...problems, ...unterminated(scan, file), ...syntaxErrors(scan, file, parse)];
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

function syntaxErrors(scan: Scan, file: string, parse: ParseStatement): Finding[] {
  const findings: Finding[] = [];
  for (const statement of scan.statements) {
    if (findings.length === MOST_SYNTAX_ERRORS) break;
    if (isCutOff(scan, statement)) continue;
    const parsed = parse(scan.text.slice(statement.start, statement.end));
    if (parsed.kind === 'rejected') findings.push(syntaxError(scan, file, statement.start + parsed.offset));
  }
  return findings;
}

/** A statement that runs into an unclosed mark: its fault is told already. */
function isCutOff({ unterminated }: Scan, statement: Statement): boolean {
  return unterminated !== null && statement.end > unterminated.offset;
}

function syntaxError({ text }: Scan, file: string, offset: number): Finding {
  const { line, column } = positionAt(text, offset);
  return {
    severity: 'error',
    code: 'FILES_SYNTAX',
    file,
    line,
    column,
    message: `Syntax error at line ${line}, column ${column}.`,
    hint: 'Correct the statement. It was read by the rules of PostgreSQL 18.',
  };
}
