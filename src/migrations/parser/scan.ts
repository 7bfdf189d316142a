import { endOfWord, isSpaceAt, KIND, kindAt } from './characters.js';
import { crowdedCopy, findCopyData, openCopy } from './copy-data.js';
import { DirectiveReader } from './directives/directive-reader.js';
import { LineCounter } from './position.js';
import { isHarmless, readPsqlCommand, startsLine, unsupportedCommand } from './psql-command.js';
import { changesReading, escapesAfter } from './reading-mode.js';
import type { ScanProblem } from './scan-problem.js';
import type { Range, Scan, Statement, Unterminated } from './scan-result.js';
import {
  dollarTag,
  endOfBlockComment,
  endOfEscapeString,
  endOfLineComment,
  endOfQuoted,
} from './skip-quoted.js';
import { StatementDraft } from './statement-draft.js';

export type { Scan } from './scan-result.js';

/** Finds the statements of an SQL text, in one pass; never throws. The text has no byte order mark. */
export function scan(text: string): Scan {
  return new Scanner(text).run();
}

class Scanner {
  readonly #statements: Statement[] = [];
  readonly #skipped: Range[] = [];
  readonly #problems: ScanProblem[] = [];
  readonly #directives = new DirectiveReader(this.#problems);
  readonly #lines: LineCounter;
  #unterminated: Unterminated | null = null;
  #at = 0;
  #depth = 0;
  /** Behind the last token. */
  #tokenEnd = 0;
  #draft: StatementDraft | undefined;
  /** A backslash escapes in plain strings: standard_conforming_strings is off from here on. */
  #escapes = false;
  #start = 0;
  #startLine = 0;

  constructor(readonly text: string) {
    this.#lines = new LineCounter(text);
  }

  run(): Scan {
    while (this.#at < this.text.length) this.#step(kindAt(this.text, this.#at));
    this.#finish(this.#tokenEnd);
    this.#directives.end(this.#statements);
    const { directives, title, phases } = this.#directives;
    return {
      text: this.text,
      statements: this.#statements,
      skipped: this.#skipped,
      directives,
      title,
      phases,
      problems: this.#problems,
      unterminated: this.#unterminated,
    };
  }

  #step(kind: number): void {
    if (kind === KIND.space) this.#at++;
    else if (kind === KIND.dash && this.text.charAt(this.#at + 1) === '-') this.#lineComment();
    else if (kind === KIND.slash && this.text.charAt(this.#at + 1) === '*') this.#blockComment();
    else if (kind === KIND.semicolon) this.#semicolon();
    else if (kind === KIND.backslash) this.#backslash();
    else this.#token(kind);
  }

  #token(kind: number): void {
    const draft = this.#open();
    if (kind === KIND.letter) this.#word(draft);
    else if (kind === KIND.digit) this.#number();
    else if (kind === KIND.quote) this.#string();
    else if (kind === KIND.doubleQuote) this.#skipTo(endOfQuoted(this.text, this.#at), 'quoted name');
    else if (kind === KIND.dollar) this.#dollar();
    else {
      if (kind === KIND.open) this.#depth++;
      else if (kind === KIND.close && this.#depth > 0) this.#depth--;
      this.#at++;
    }
    this.#tokenEnd = this.#at;
  }

  #open(): StatementDraft {
    if (this.#draft === undefined) {
      this.#draft = new StatementDraft(this.text);
      this.#start = this.#at;
      this.#startLine = this.#lines.lineAt(this.#at);
    }
    return this.#draft;
  }

  #word(draft: StatementDraft): void {
    const start = this.#at;
    this.#at = endOfWord(this.text, start);
    if (
      this.#at === start + 1 &&
      kindAt(this.text, this.#at) === KIND.quote &&
      'eE'.includes(this.text.charAt(start))
    ) {
      this.#skipTo(endOfEscapeString(this.text, this.#at), 'quoted string');
    } else {
      draft.word(start, this.#at, this.#depth);
    }
  }

  #string(): void {
    const end = this.#escapes ? endOfEscapeString : endOfQuoted;
    this.#skipTo(end(this.text, this.#at), 'quoted string');
  }

  /** Letters in a number (`0x1F`, `1e5`) are no words; a dollar sign behind it may open a string. */
  #number(): void {
    do this.#at++;
    while (kindAt(this.text, this.#at) === KIND.digit);
    if (kindAt(this.text, this.#at) === KIND.letter) this.#at = endOfWord(this.text, this.#at);
  }

  #dollar(): void {
    const tag = dollarTag(this.text, this.#at);
    if (tag === undefined) {
      this.#at++;
      return;
    }
    const close = this.text.indexOf(tag, this.#at + tag.length);
    this.#skipTo(close === -1 ? -1 : close + tag.length, 'dollar-quoted string');
  }

  /** Goes behind a quoted text or comment; one that is not closed takes all the rest with it. */
  #skipTo(end: number, what: Unterminated['what']): void {
    if (end === -1) {
      this.#unterminated = { what, offset: this.#at, line: this.#lines.lineAt(this.#at) };
    }
    this.#at = end === -1 ? this.text.length : end;
  }

  /** One that is never closed counts as a statement, so that the server gets to see it. */
  #blockComment(): void {
    const end = endOfBlockComment(this.text, this.#at);
    if (end === -1) this.#open();
    this.#skipTo(end, 'comment');
    if (end === -1) this.#tokenEnd = this.#at;
  }

  #lineComment(): void {
    const start = this.#at;
    this.#at = endOfLineComment(this.text, start);
    if (!mayBeDirective(this.text, start)) return;
    this.#directives.read(this.text.slice(start, this.#at), {
      line: this.#lines.lineAt(start),
      startsLine: startsLine(this.text, start),
      inStatement: this.#draft !== undefined,
      statements: this.#statements.length,
    });
  }

  #semicolon(): void {
    const draft = this.#draft;
    if (this.#depth > 0 || (draft !== undefined && draft.bodyDepth > 0)) {
      this.#tokenEnd = ++this.#at;
      return;
    }
    const end = this.#at++;
    if (draft?.readsData) this.#copyData(end);
    else this.#finish(end);
  }

  #copyData(end: number): void {
    const data = findCopyData(this.text, end);
    const rest = this.text.slice(end + 1, data?.start ?? end + 1).trim();
    if (rest !== '' && !rest.startsWith('--')) this.#problems.push(crowdedCopy(this.#lines.lineAt(end)));
    this.#finish(end, data === undefined ? null : { start: data.start, end: data.end });
    this.#at = data?.next ?? this.text.length;
  }

  #backslash(): void {
    const start = this.#at;
    const command = readPsqlCommand(this.text, start);
    this.#at = command.end;
    if (isHarmless(command) && this.#draft === undefined && startsLine(this.text, start)) {
      this.#skipped.push({ start, end: command.end });
      return;
    }
    this.#problems.push(unsupportedCommand(command, this.#lines.lineAt(start)));
    this.#finish(this.#tokenEnd);
  }

  #finish(end: number, copyData: Range | null = null): void {
    const draft = this.#draft;
    this.#draft = undefined;
    this.#depth = 0;
    if (draft === undefined) return;
    const { words, concurrently, readsData } = draft;
    if (readsData && copyData === null) this.#problems.push(openCopy(this.#startLine));
    const readsOtherwise = changesReading(words);
    if (readsOtherwise)
      this.#escapes = escapesAfter(words, this.text.slice(this.#start, end)) ?? this.#escapes;
    this.#statements.push({
      start: this.#start,
      end,
      line: this.#startLine,
      words,
      concurrently,
      changesReading: readsOtherwise,
      copyData,
    });
  }
}

function mayBeDirective(text: string, comment: number): boolean {
  let at = comment + 2;
  while (at < text.length && isSpaceAt(text, at)) at++;
  return 'cC'.includes(text.charAt(at)) && at < text.length;
}
