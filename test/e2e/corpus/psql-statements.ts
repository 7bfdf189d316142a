/** One statement as psql sends it, and the lines it then feeds to a COPY. */
export interface PsqlStatement {
  readonly text: string;
  readonly copyData: string | null;
}

/** Tokens that can hold a semicolon, and single characters. Order matters. */
const TOKEN = new RegExp(
  [
    String.raw`(?<comment>--[^\n\r]*)`,
    String.raw`(?<block>/\*)`,
    String.raw`(?<escaped>[eE]'(?:[^'\\]|\\[\s\S]|'')*'(?:\s*\n\s*'(?:[^'\\]|\\[\s\S]|'')*')*)`,
    `(?<plain>'[^']*')`,
    `(?<name>"[^"]*")`,
    String.raw`(?<dollar>\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)`,
    String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    String.raw`(?<meta>\\[^\n]*)`,
    String.raw`(?<other>[\s\S])`,
  ].join('|'),
  'y',
);
const OLD_STRING = /'(?:[^'\\]|\\[\s\S]|'')*'/y;

/**
 * Splits a script by psql's rules, written apart from the product's own scanner so that the two can disagree.
 * `backslashEscapes` is asked before each string in plain quotes.
 */
export function* psqlStatements(
  script: string,
  backslashEscapes: () => boolean = () => false,
): Generator<PsqlStatement> {
  const text = script.replace(/^\ufeff/, '');
  let statement = '';
  let words: string[] = [];
  let depth = 0;
  let bodies = 0;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    const token = found?.[0] ?? '';
    const groups = found?.groups ?? {};
    const end = endOfToken(text, at, groups, token, backslashEscapes);
    const whole = text.slice(at, end);
    at = end;
    if (groups.meta !== undefined) continue;
    if (groups.word !== undefined) {
      words.push(token.toLowerCase());
      bodies = countBodies(words, bodies);
    }
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token !== ';' || depth > 0 || bodies > 0) {
      if (groups.comment === undefined && groups.block === undefined) statement += whole;
      else statement += ' ';
      continue;
    }
    if (statement.trim() !== '') {
      const data = readsData(words) ? dataFrom(text, at) : null;
      at = data?.next ?? at;
      yield { text: statement, copyData: data?.text ?? null };
    }
    statement = '';
    words = [];
    depth = 0;
  }
  if (statement.trim() !== '') yield { text: statement, copyData: null };
}

function endOfToken(
  text: string,
  at: number,
  groups: Record<string, string>,
  token: string,
  backslashEscapes: () => boolean,
): number {
  if (groups.block !== undefined) return endOfBlock(text, at);
  if (groups.dollar !== undefined) return text.indexOf(token, at + token.length) + token.length;
  if (groups.plain !== undefined && backslashEscapes()) {
    OLD_STRING.lastIndex = at;
    OLD_STRING.exec(text);
    return OLD_STRING.lastIndex;
  }
  return at + token.length;
}

function endOfBlock(text: string, from: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  let depth = 0;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}

/** psql counts BEGIN, CASE and END of a routine whose body stands in the statement. */
function countBodies(words: readonly string[], bodies: number): number {
  const [first, second, third, fourth] = words;
  const object = second === 'or' && third === 'replace' ? fourth : second;
  if (first !== 'create' || (object !== 'function' && object !== 'procedure')) return 0;
  const word = words.at(-1);
  if (word === 'begin') return bodies + 1;
  if (word === 'case' && bodies > 0) return bodies + 1;
  if (word === 'end' && bodies > 0) return bodies - 1;
  return bodies;
}

function readsData(words: readonly string[]): boolean {
  return words[0] === 'copy' && words.some((word, index) => word === 'stdin' && words[index - 1] === 'from');
}

function dataFrom(text: string, from: number): { text: string; next: number } {
  const start = text.indexOf('\n', from) + 1;
  const end = /^\\\.\r?$/m;
  const found = end.exec(text.slice(start));
  const stop = start + (found?.index ?? 0);
  return { text: text.slice(start, stop), next: stop + (found?.[0].length ?? 0) };
}
