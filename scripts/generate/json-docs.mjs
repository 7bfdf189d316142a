// Writes docs/json.md from src/app/documents/schemas/. `--check` writes nothing and exits 1 where the file says anything
// else; `--out FILE` names another file.
import { readFileSync, writeFileSync } from 'node:fs';
import { importSource } from '../build/import-source.mjs';

const { commandDocuments } = await importSource(
  `export { commandDocuments } from './src/app/documents/schemas/catalog.ts';`,
);

const flag = process.argv.indexOf('--out');
const file = flag === -1 ? 'docs/json.md' : process.argv[flag + 1];
const text = writePage();

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is not what the schemas say: run "npm run docs".`);
  process.exitCode = 1;
}

function writePage() {
  return [
    '# JSON output',
    '',
    'Written by `npm run docs` from `src/app/documents/schemas/`; change it there. With `--format json` a command prints exactly',
    'one document on stdout (`webhooks listen` one a line) and everything else on stderr. `confiture schema COMMAND` prints',
    'the JSON Schema of its document (draft 2020-12); the tests hold every document to it.',
    '',
    '```json',
    '{"ok": true, "command": "migrate current", "database": {…}, "revision": "005", "name": "005_add_payment_table", …}',
    '{"ok": false, "command": "migrate up", "database": null, "error": {"code": "LOCK_NOT_OBTAINED", "exit_code": 6, …}}',
    '```',
    '',
    '- `ok` is false exactly where `error` is there; `error.exit_code` is then the exit code, and the other keys of the',
    '  document are there as far as the command came. `command` is null where the command line names no command or cannot be read.',
    '- `database` is `{host, name, source}`, with the setting that named it; null where the command has opened none.',
    '- A migration is `{version, name}` wherever one is named, with more keys where a command knows more. A text alone is',
    '  its name under `migration`, its version under `current`, `from`, `to` and `revision`.',
    '- Times are ISO 8601 in UTC, durations milliseconds. What does not apply is null, never left out.',
    '- Keys that scripts for the Python tool read mean the same: `applied`, `rolled_back`, `errors`, `current`, `summary`,',
    '  `failed_count`, `revision` and so on. `pending` and the `applied` of `status` hold objects where that tool has versions.',
    '  It also has `skipped`, `skipped_superuser` and `dry_run_execute`, which nothing here could fill, and `actual_value`,',
    '  which would show a row value.',
    '',
    '## error',
    '',
    ...fields(errorOf(commandDocuments['migrate up'].schema)),
    '',
    ...Object.entries(commandDocuments).flatMap(([command, { meaning, schema }]) => [
      `## ${command}`,
      '',
      meaning,
      ...reportsOf(schema).flatMap((report) => ['', ...fields(report, ['ok', 'command', 'database'])]),
      '',
    ]),
  ].join('\n');
}

/** The kinds of report that a command has: what it prints where all went well. */
function reportsOf({ anyOf }) {
  return anyOf.filter(({ properties }) => properties.ok.const === true);
}

function errorOf({ anyOf }) {
  return anyOf.find(({ properties }) => properties.error).properties.error;
}

function fields({ properties }, without = []) {
  const rows = Object.entries(properties)
    .filter(([name]) => !without.includes(name))
    .map(([name, schema]) => `| \`${name}\` | ${kindOf(schema)} | ${schema.description ?? ''} |`);
  return ['| key | value | about |', '| --- | --- | --- |', ...rows];
}

function kindOf({ type, const: value, enum: values, anyOf, items, properties, pattern, format }) {
  if (value !== undefined) return `\`${JSON.stringify(value)}\``;
  if (values) return values.length > 20 ? 'text' : values.map((each) => `\`${each}\``).join(', ');
  if (anyOf) return anyOf.map(kindOf).join(' or ');
  if (items) return `list of ${kindOf(items)}`;
  if (properties?.exit_code) return '`error`';
  if (properties) return `\`{${Object.keys(properties).join(', ')}}\``;
  if (format === 'date-time') return 'time';
  if (pattern) return `text, \`${pattern}\``;
  return { string: 'text', integer: 'whole number', boolean: 'true or false' }[type] ?? type ?? 'anything';
}
