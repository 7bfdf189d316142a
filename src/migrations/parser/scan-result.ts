import type { DirectiveName } from './directives/directive.js';
import type { PhaseLine } from './directives/phase-line.js';
import type { ScanProblem } from './scan-problem.js';

/** What a scan finds in an SQL text. All offsets are UTF-16. */
export interface Scan {
  readonly text: string;
  readonly statements: readonly Statement[];
  /** Lines for psql that mean nothing to the server and must not be sent. */
  readonly skipped: readonly Range[];
  /** Directives of the head comment, with their lines. */
  readonly directives: ReadonlyMap<DirectiveName, number>;
  /** What people call the migration, by its head comment; null without a title. */
  readonly title: string | null;
  /** Phases that the file names, in order; null for a file without phase lines. */
  readonly phases: readonly PhaseLine[] | null;
  /** Nothing of a file with problems may be sent. */
  readonly problems: readonly ScanProblem[];
  readonly unterminated: Unterminated | null;
}

/** A top-level statement, from its first token to its semicolon (exclusive) or last token. */
export interface Statement extends Range {
  /** Line of the first token, from 1. */
  readonly line: number;
  /** Its first unquoted words in upper case: at most six, and only one for SELECT, INSERT and their like. */
  readonly words: readonly string[];
  /** The word CONCURRENTLY stands somewhere in it, outside of quotes. Not looked for in SELECT and its like. */
  readonly concurrently: boolean;
  /** It changes how the server reads the statements after it: string syntax or client encoding. */
  readonly changesReading: boolean;
  /** Data lines of a `COPY … FROM STDIN`, line ends included, without the line that closes them. */
  readonly copyData: Range | null;
}

/** A stretch of the text; `end` is the first offset behind it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A mark that is never closed. Sent as it is, the server says so better than we could. */
export interface Unterminated {
  readonly what: 'quoted string' | 'quoted name' | 'dollar-quoted string' | 'comment';
  /** Where it opens. */
  readonly offset: number;
  readonly line: number;
}
