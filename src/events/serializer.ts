/**
 * The one JSON writer for bodies that are signed. Its text is what Python's `json.dumps(value, sort_keys=True)`
 * writes, and Python's `loads` followed by that `dumps` gives the same text again: a receiver that signs the raw
 * body and one that re-serialises it come to the same signature.
 */

const deepest = 200;
const BEYOND_ASCII = /[\u007f-\uffff]/;
const SURROGATE = /[\ud800-\udfff]/;

/**
 * Keys are sorted by code point, separators are `", "` and `": "`, everything outside printable ASCII is
 * escaped. Properties that are undefined are left out, a Date is its ISO 8601 UTC text with milliseconds.
 *
 * Throws a TypeError that names the place, never the value, for what cannot be said in both languages: NaN and
 * infinities, invalid dates, functions, symbols, objects that are not plain, nesting deeper than 200 (rings
 * included), and bigints outside the safe range (JavaScript readers would silently round them).
 */
export function serialize(value: unknown): string {
  return write(value, []);
}

/** Where the writer is; one list that grows and shrinks, because a copy for every value would cost more than the text. */
type Path = (string | number)[];

function write(value: unknown, path: Path): string {
  if (path.length > deepest) throw new TypeError(`nested deeper than ${deepest} levels, or in a ring`);
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return writeNumber(value, path);
    case 'bigint':
      return writeBigint(value, path);
    case 'boolean':
      return String(value);
    case 'object':
      return writeObject(value, path);
    default:
      throw refuse(`a ${typeof value}`, path);
  }
}

function writeObject(value: object | null, path: Path): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    const items = Array.from(value as unknown[], (item, index) => writeAt(index, item, path));
    return `[${items.join(', ')}]`;
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refuse('an invalid date', path);
    return quote(value.toISOString());
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw refuse('an object that is not plain', path);
  }
  const members: string[] = [];
  for (const key of sorted(Object.keys(value))) {
    const member: unknown = value[key as keyof typeof value];
    if (member !== undefined) members.push(`${quote(key)}: ${writeAt(key, member, path)}`);
  }
  return `{${members.join(', ')}}`;
}

function writeAt(step: string | number, value: unknown, path: Path): string {
  path.push(step);
  const text = write(value, path);
  path.pop();
  return text;
}

// The spellings part below 1e-4, where Python turns to an exponent of at least two digits. Above 2^53 every
// number is whole and JavaScript writes up to 1e21 digit by digit, which Python reads as an exact integer.
function writeNumber(value: number, path: Path): string {
  if (!Number.isFinite(value)) throw refuse('a number that is not finite', path);
  if (value === 0 || Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/-(\d)$/, '-0$1');
}

function writeBigint(value: bigint, path: Path): string {
  if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) {
    throw refuse('a bigint beyond 2^53 - 1', path);
  }
  return String(value);
}

function quote(text: string): string {
  const quoted = JSON.stringify(text);
  if (!BEYOND_ASCII.test(quoted)) return quoted;
  return quoted.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Without surrogates, the order of code units, which is built in, is that of code points. */
function sorted(keys: string[]): string[] {
  return keys.some((key) => SURROGATE.test(key)) ? keys.sort(compareCodePoints) : keys.sort();
}

function compareCodePoints(a: string, b: string): number {
  for (let index = 0; index < a.length && index < b.length; ) {
    const x = a.codePointAt(index) ?? 0;
    const y = b.codePointAt(index) ?? 0;
    if (x !== y) return x - y;
    index += x > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}

function refuse(what: string, path: Path): TypeError {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return new TypeError(`cannot write ${what} as JSON (at $${place})`);
}
