import type { ScanProblem } from './scan-problem.js';

/** A psql command found outside of quotes and comments; a backslash there is never SQL. */
export interface PsqlCommand {
  /** Without the backslash; may be empty or a sign. */
  readonly name: string;
  /** Offset of the end of its line. */
  readonly end: number;
}

const COMMAND = /\\([A-Za-z_]+|[^\sA-Za-z]?)/y;

const ADVICE: readonly (readonly [names: readonly string[], hint: string])[] = [
  [
    ['i', 'ir', 'include', 'include_relative'],
    'Put the SQL of that file here, or make it a migration of its own.',
  ],
  [['c', 'connect'], 'Remove the line: a migration runs in the database Confiture is connected to.'],
  [
    ['set', 'unset', 'gset', 'prompt', 'getenv'],
    'Write the values into the SQL: psql variables are not filled in.',
  ],
  [['copy'], 'Use COPY … FROM stdin with the data below it, closed by a line with \\. alone.'],
  [['if', 'elif', 'else', 'endif'], 'Use a DO block for conditions.'],
  [
    ['g', 'gx', 'gexec', 'crosstabview', 'watch', 'bind', 'parse'],
    'End the statement with a semicolon instead.',
  ],
  [['.'], 'Remove the line: it ends the data of a COPY … FROM stdin, and none is open here.'],
  [['!'], 'Remove the line: a migration cannot run shell commands; a hook can.'],
];

export function readPsqlCommand(text: string, at: number): PsqlCommand {
  COMMAND.lastIndex = at;
  const newline = text.indexOf('\n', at);
  return { name: COMMAND.exec(text)?.[1] ?? '', end: newline === -1 ? text.length : newline };
}

/** pg_dump frames its output with these since August 2025; they only mean something to psql. */
export function isHarmless(command: PsqlCommand): boolean {
  return command.name === 'restrict' || command.name === 'unrestrict';
}

/** True where nothing but white space stands before `at` on its line. */
export function startsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && ' \t\r\f\v'.includes(text.charAt(before))) before--;
  return before < 0 || text.charAt(before) === '\n';
}

export function unsupportedCommand(command: PsqlCommand, line: number): ScanProblem {
  const advice = ADVICE.find(([names]) => names.includes(command.name));
  return {
    code: 'FILES_UNSUPPORTED',
    line,
    message:
      command.name === '.'
        ? 'There is a "\\." without a COPY.'
        : `The psql command \\${command.name} is not SQL.`,
    hint:
      advice?.[1] ?? 'Remove the line, or write it as SQL: only psql understands commands with a backslash.',
  };
}
