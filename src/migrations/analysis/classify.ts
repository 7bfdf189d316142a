import { loadParser, type ParseStatement } from '../parser/parse-statement.js';
import type { Scan, Statement } from '../parser/scan-result.js';
import { nonTransactionalCommand } from './judge-statement.js';
import { guessNonTransactional, isSuspicious } from './non-transactional.js';
import { setsTransaction, transactionCommand } from './transaction-control.js';

/** A command of interest and the line its statement starts at. */
export interface CommandAt {
  readonly command: string;
  readonly line: number;
}

/** How a file has to be run. */
export interface Classification {
  /** `statements`: one by one, each on its own, because a transaction around them is impossible or unwanted. */
  readonly mode: 'transaction' | 'statements';
  /** Why `mode` is `statements`: the directive (also where a command would do) or the first such command. */
  readonly reason: ({ readonly kind: 'directive' | 'command' } & CommandAt) | null;
  /** Commands with which the file starts or ends transactions itself; savepoints are not among them. */
  readonly ownsTransaction: readonly CommandAt[];
  /** It sets properties of its transaction, which the server partly wants to be its first statement. */
  readonly setsTransaction: boolean;
  /** Holds data for `COPY … FROM STDIN`, so that it has to be sent in pieces. */
  readonly hasCopy: boolean;
}

/**
 * Says how a scanned file has to be run. Words decide for nearly all files; only where they raise a suspicion is
 * PostgreSQL's parser loaded and asked. What it cannot parse is judged by its words: it is either newer than the
 * parser, or broken and the server says so.
 */
export async function classify(scan: Scan): Promise<Classification> {
  const reason = directiveReason(scan) ?? (await commandReason(scan));
  return {
    mode: reason === null ? 'transaction' : 'statements',
    reason,
    ownsTransaction: scan.statements.flatMap(transactionCommandAt),
    setsTransaction: scan.statements.some(({ words }) => setsTransaction(words)),
    hasCopy: scan.statements.some(({ copyData }) => copyData !== null),
  };
}

function transactionCommandAt({ words, line }: Statement): CommandAt[] {
  const command = transactionCommand(words);
  return command === undefined ? [] : [{ command, line }];
}

function directiveReason(scan: Scan): Classification['reason'] {
  const line = scan.directives.get('no-transaction');
  return line === undefined ? null : { kind: 'directive', command: 'no-transaction', line };
}

async function commandReason(scan: Scan): Promise<Classification['reason']> {
  const suspects = scan.statements.filter(isSuspicious);
  if (suspects.length === 0) return null;
  const parse = await loadParser();
  for (const statement of suspects) {
    const command = judge(scan.text.slice(statement.start, statement.end), statement, parse);
    if (command !== null) return { kind: 'command', command, line: statement.line };
  }
  return null;
}

function judge(text: string, statement: Statement, parse: ParseStatement): string | null {
  const parsed = parse(text);
  return parsed.kind === 'parsed' ? nonTransactionalCommand(parsed.node) : guessNonTransactional(statement);
}
