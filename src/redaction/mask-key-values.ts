import { MASK, splitClosingMarks } from './mask.js';

const secretWords = [
  ...['password', 'passwd', 'passphrase', 'passcode', 'pwd', 'passwort', 'kennwort', 'motdepasse', 'secret'],
  ...['token', 'apikey', 'accesskey', 'accountkey', 'privatekey', 'signingkey', 'encryptionkey', 'masterkey'],
  ...['routingkey', 'integrationkey', 'sharedkey', 'authkey', 'authorization', 'credential', 'cookie'],
  ...['sessionid', 'signature', 'connectionstring', 'databaseurl', 'heroku'],
];
const secretKeys = new Set([
  'pass',
  'pw',
  'auth',
  'sas',
  'sig',
  'dsn',
  'pin',
  'sid',
  'salt',
  'pgpass',
  'identified',
]);

// A key and what separates it from its value: `=`, `:`, `=>`, `:=`, `TO`, the comma between two literals, or
// just space before an SQL literal (`PASSWORD '…'`, `OPTIONS (password '…')`). Anchored at the key's left edge,
// so that no run of characters is scanned from each of its positions.
const keyAndSeparator =
  /(?<![\w.-])([\w.-]+)(?:["']?\s*(?:=>|:=|[=:])\s*|\s+(?:to|by)\s+|["']\s*,\s*(?=['"])|\s+(?=(?:[enxb]|u&)?'|\$\w*\$))/gi;

const literal = String.raw`'(?:''|\\[\s\S]|[^'\\])*(?:'|$)`;
const valueHere = new RegExp(
  [
    String.raw`"(?:\\[\s\S]|[^"\\])*(?:"|$)`,
    `(?:[enxb]|u&)?${literal}`,
    String.raw`\$(\w*)\$[\s\S]*?(?:\$\1\$|$)[^\s"]*`,
    String.raw`(?:(?:bearer|basic|digest|geniekey|token)\s+)?[^\s"]+`,
  ].join('|'),
  'iy',
);

/** Masks the value of every key that names a secret; `more` adds words to the built-in ones. */
export function maskKeyValues(text: string, more: readonly string[]): string {
  const words = [...secretWords, ...more.map(plain).filter((word) => word !== '')];
  let masked = '';
  let done = 0;
  for (const match of text.matchAll(keyAndSeparator)) {
    const start = match.index + match[0].length;
    if (match.index < done || !isSecretKey(match[1] ?? '', words)) continue;
    valueHere.lastIndex = start;
    const found = valueHere.exec(text)?.[0];
    if (found === undefined) continue;
    masked += text.slice(done, start) + maskValue(found);
    done = start + found.length;
  }
  return masked + text.slice(done);
}

/** True where a key names a secret, by one of the built-in words or of `words`. */
export function isSecretKey(key: string, words: readonly string[] = secretWords): boolean {
  const name = plain(key);
  const last = plain(key.split(/[._-]/).at(-1) ?? '');
  return secretKeys.has(name) || secretKeys.has(last) || words.some((word) => name.includes(word));
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Keeps the quotes of a quoted value and the closing marks after a bare one. */
function maskValue(secret: string): string {
  const quote = /^(?:[a-z]|u&)?(['"])/i.exec(secret)?.[1];
  if (quote !== undefined) return `${quote}${MASK}${quote}`;
  return `${MASK}${splitClosingMarks(secret)[1]}`;
}
