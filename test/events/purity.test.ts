import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const PURE_FOLDERS = ['events', 'redaction', 'templates', 'text'];
const folder = path.resolve('src');
const files = PURE_FOLDERS.flatMap((name) =>
  readdirSync(path.join(folder, name), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(name, file)),
);

/** Names by which code reaches a clock, chance, the environment or the outside. */
const impure: readonly RegExp[] = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bDate\(\s*\)/,
  /\bperformance\b/,
  /\bMath\.random\b/,
  /\brandom(?:Bytes|UUID|Int|FillSync|Fill)\b/,
  /\bgetRandomValues\b/,
  /\bprocess\b/,
  /\bglobalThis\b/,
  /\bconsole\b/,
  /\bfetch\s*\(/,
  /\bset(?:Timeout|Interval|Immediate)\b/,
  /\bimport\s*\(/,
  /\brequire\s*\(/,
];

/** Everything in the source of a file that is not pure, comments and the text of literals aside. */
function impurities(source: string, file = 'events/sample.ts'): string[] {
  const imports = [...source.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)'/gm)].map(
    ([, name = '']) => name,
  );
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$|'(?:\\.|[^'\\\n])*'/gm, '');
  return [
    ...imports.filter((name) => !isPure(name, file)),
    ...impure.filter((pattern) => pattern.test(code)).map(String),
  ];
}

function isPure(name: string, file: string): boolean {
  if (['node:crypto', 'fastest-levenshtein', 'ulid'].includes(name)) return true;
  const target = path.relative(folder, path.resolve(folder, path.dirname(file), name));
  return (
    name.startsWith('.') && (target === 'errors.js' || PURE_FOLDERS.includes(target.split(path.sep)[0] ?? ''))
  );
}

test.each(files)('src/%s touches no clock, chance, environment or I/O', (file) => {
  expect(impurities(readFileSync(path.join(folder, file), 'utf8'), file)).toEqual([]);
});

test('there is something to look at', () => {
  expect(files).toContain(path.join('redaction', 'redaction.ts'));
  expect(files).toContain(path.join('events', 'formats', 'slack.ts'));
});

test.each([
  "import { readFileSync } from 'node:fs';",
  "import { now } from '../database/clock.js';",
  "import {\n  a,\n  b,\n} from 'undici';",
  'const id = Date.now();',
  'const at = new Date();',
  'const chance = Math.random();',
  'const name = process.env.NAME;',
  'await fetch(url);',
])('finds %j', (source) => {
  expect(impurities(source)).not.toEqual([]);
});

test.each(["const note = 'process';", '/** The process waits. */', 'const at = new Date(ms);'])(
  'lets %j be',
  (source) => {
    expect(impurities(source)).toEqual([]);
  },
);
