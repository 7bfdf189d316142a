// Writes docs/events.md from the catalogue. `--check` writes nothing and exits 1 where the file says anything else;
// `--out FILE` names another file.
import { readFileSync, writeFileSync } from 'node:fs';
import { importSource } from '../build/import-source.mjs';

const events = await importSource(`
export { catalog, sampleEvent } from './src/events/catalog.ts';
export { formatNames } from './src/events/endpoint.ts';
export { formatEvent } from './src/events/formats/format-event.ts';
export { checkPattern, eventTypes, defaultEnvironmentPatterns } from './src/events/patterns.ts';
`);

const flag = process.argv.indexOf('--out');
const file = flag === -1 ? 'docs/events.md' : process.argv[flag + 1];
const text = writeDocument(events);

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is not what the catalogue says: run "npm run docs".`);
  process.exitCode = 1;
}

function writeDocument({ catalog, eventTypes, checkPattern, defaultEnvironmentPatterns, formatNames }) {
  const wildcards = [...new Set(eventTypes.flatMap(wildcardsOf)), '*'].filter((text) => !checkPattern(text));
  return [
    '# Events',
    '',
    'Written by `npm run docs` from `src/events/catalog.ts`; change it there. `confiture webhooks schema TYPE` prints the',
    'JSON Schema of a type, `confiture webhooks test NAME --event TYPE` sends its sample to an endpoint.',
    '',
    ...table(
      ['type', 'states', 'emitted'],
      eventTypes.map((type) => [`\`${type}\``, catalog[type].meaning, catalog[type].moment]),
    ),
    '',
    `An endpoint names types, or ${codes(wildcards)}. Endpoints that do not say get ${codes(defaultEnvironmentPatterns)}.`,
    'A type that does not exist is an error at start that names the nearest one.',
    '',
    'Every event has an id (`evt_…`, time-ordered, the same in every attempt and for every endpoint), its type, its time',
    '(ISO 8601, UTC, milliseconds), the environment, the organization (`organizationId` of the config, or null) and a',
    'correlation id. Bodies are JSON with sorted keys, `", "` and `": "` between them, and `\\uXXXX` for everything outside',
    "ASCII: what Python's `json.dumps(payload, sort_keys=True)` writes.",
    '',
    'Error messages are masked: names of tables, columns and constraints stay, values are `***`.',
    '',
    '## Formats',
    '',
    'What each format makes of a success:',
    '',
    ...formatNames.flatMap((format) => [`### ${format}`, '', ...sampleBody(format), '']),
    ...eventTypes.flatMap((type) => section(catalog[type])),
  ].join('\n');
}

/** `a.*` and `a.b.*` for `a.b.c`. */
function wildcardsOf(type) {
  const parts = type.split('.');
  return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('.')}.*`);
}

function section({ type, meaning, moment, schema, sample }) {
  return [
    `## ${type}`,
    '',
    `${meaning} ${moment}`,
    '',
    ...table(
      ['field', 'type', 'about'],
      fieldsOf(schema).map(({ name, kind, about }) => [`\`${name}\``, kind, about]),
    ),
    '',
    ...json(sample),
    '',
  ];
}

/** Fields of an object schema, those of objects in it by their dotted path. */
function fieldsOf(schema, prefix = '') {
  return Object.entries(schema.properties).flatMap(([key, property]) => {
    const name = `${prefix}${key}`;
    if (property.properties) return fieldsOf(property, `${name}.`);
    if (property.items?.properties) return fieldsOf(property.items, `${name}[].`);
    const type = property.items ? `array of ${property.items.type}` : [property.type].flat().join(' or ');
    const kind = type + (schema.required.includes(key) ? '' : ', may be missing');
    const rule = property.pattern ? `matches \`${property.pattern}\`` : (property.format ?? '');
    return [{ name, kind, about: [property.description, rule].filter(Boolean).join(' ') }];
  });
}

function sampleBody(format) {
  const event = events.sampleEvent('migration.completed');
  const { body } = events.formatEvent(event, { name: 'example', format, secret: 'YOUR-KEY' });
  return json(JSON.parse(body));
}

function json(value) {
  return ['```json', JSON.stringify(value, null, 2), '```'];
}

function codes(names) {
  return names.map((name) => `\`${name}\``).join(', ');
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
