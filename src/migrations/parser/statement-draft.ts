import { isWord } from './characters.js';

/** Words of a statement that are kept. */
const KEPT_WORDS = 6;

/** Statements that need no more than their first word: there may be millions of them in a file. */
const PLAIN: ReadonlyMap<string, readonly string[]> = new Map(
  ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'WITH', 'VALUES'].map((word) => [word, [word]]),
);
const LONGEST_PLAIN = 6;

/** `AS` or a dot before a keyword makes it a name. */
const NAMING = /(?:(?:^|[^\w$])as\s+|\.\s*)$/i;
const NAMING_REACH = 40;

/** The facts about a statement, gathered while its words go by. */
export class StatementDraft {
  words: readonly string[] = [];
  /** The word CONCURRENTLY stands somewhere in it. */
  concurrently = false;
  /** It is a COPY that reads the lines below it. */
  readsData = false;
  /** Depth of `BEGIN ATOMIC` and the CASEs in it; semicolons inside end no statement. */
  bodyDepth = 0;
  #kept: string[] | undefined;
  #previousStart = 0;
  #previousEnd = 0;

  constructor(readonly text: string) {}

  /** Takes the unquoted word from `start` to `end`, at that depth of parentheses. */
  word(start: number, end: number, depth: number): void {
    if (this.words.length === 0) this.#first(start, end);
    else if (this.#kept !== undefined) this.#further(this.#kept, start, end, depth);
    this.#previousStart = start;
    this.#previousEnd = end;
  }

  #first(start: number, end: number): void {
    const word = this.text.slice(start, end).toUpperCase();
    const plain = word.length <= LONGEST_PLAIN ? PLAIN.get(word) : undefined;
    if (plain === undefined) this.#kept = [word];
    this.words = plain ?? this.#kept ?? [];
  }

  #further(kept: string[], start: number, end: number, depth: number): void {
    if (kept.length < KEPT_WORDS) kept.push(this.text.slice(start, end).toUpperCase());
    if (isWord(this.text, start, end, 'CONCURRENTLY')) this.concurrently = true;
    if (depth > 0) return;
    if (kept[0] === 'COPY') this.#copyWord(start, end);
    else if (kept[0] === 'CREATE') this.#bodyWord(kept, start, end);
  }

  /** The grammar takes STDIN and STDOUT alike after FROM. */
  #copyWord(start: number, end: number): void {
    if (!this.#follows('FROM')) return;
    this.readsData ||= isWord(this.text, start, end, 'STDIN') || isWord(this.text, start, end, 'STDOUT');
  }

  #bodyWord(kept: readonly string[], start: number, end: number): void {
    if (this.bodyDepth === 0) {
      if (makesRoutine(kept) && this.#follows('BEGIN') && isWord(this.text, start, end, 'ATOMIC'))
        this.bodyDepth = 1;
    } else if (isWord(this.text, start, end, 'CASE')) {
      if (!this.#isName(start)) this.bodyDepth++;
    } else if (isWord(this.text, start, end, 'END')) {
      if (!this.#isName(start)) this.bodyDepth--;
    }
  }

  #follows(word: string): boolean {
    return isWord(this.text, this.#previousStart, this.#previousEnd, word);
  }

  #isName(start: number): boolean {
    return NAMING.test(this.text.slice(Math.max(0, start - NAMING_REACH), start));
  }
}

function makesRoutine(kept: readonly string[]): boolean {
  const object = kept[1] === 'OR' ? kept[3] : kept[1];
  return object === 'FUNCTION' || object === 'PROCEDURE';
}
