import type { ParseStatement } from '../../parser/parse-statement.js';
import { escapesAfter } from '../../parser/reading-mode.js';
import type { Scan, Statement } from '../../parser/scan-result.js';
import { assessStatement } from './assess-statement.js';
import { type Assessment, type RiskFinding, unclassified } from './assessment.js';
import { readIgnores } from './ignore-comments.js';
import type { KnownObjects } from './known-objects.js';

/** A finding, and the comment of the file that silences it. Its statement keeps its tier all the same. */
export interface AssessedFinding extends RiskFinding {
  readonly silencedBy: { readonly directive: string; readonly line: number } | null;
}

/** What one statement of a file does. Holds no text of it but names of objects. */
export interface StatementRisk extends Assessment {
  /** From 1. */
  readonly line: number;
  readonly findings: readonly AssessedFinding[];
}

/**
 * What the statements of a file do, in order. `known` holds what earlier files made, and learns what this one makes. A
 * statement that the parser cannot read, or reads otherwise than the server would, is unclassified.
 */
export function assessFile(scan: Scan, parse: ParseStatement, known: KnownObjects): StatementRisk[] {
  known.beginFile();
  const ignores = readIgnores(scan);
  let escapes = false;
  return scan.statements.map((statement, index) => {
    const text = scan.text.slice(statement.start, statement.end);
    const isMisread = escapes && text.includes('\\');
    const assessed = isMisread
      ? unclassified(commandOf(statement))
      : assessText(text, statement, parse, known);
    if (statement.changesReading) escapes = escapesAfter(statement.words, text) ?? escapes;
    return {
      ...assessed,
      line: statement.line,
      findings: assessed.findings.map((found) => {
        const comment = ignores.silencing(index, found.rule);
        return { ...found, silencedBy: comment && { directive: comment.directive, line: comment.line } };
      }),
    };
  });
}

function assessText(
  text: string,
  statement: Statement,
  parse: ParseStatement,
  known: KnownObjects,
): Assessment {
  const parsed = parse(text);
  return parsed.kind === 'parsed' ? assessStatement(parsed.node, known) : unclassified(commandOf(statement));
}

/** Its first word: what follows may be a name, or anything at all. */
function commandOf({ words }: Statement): string {
  const [word = ''] = words;
  return /^[A-Z]{2,12}$/.test(word) ? word : 'unknown';
}
