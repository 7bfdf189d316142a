// Writes what users read of the options: their section of docs/configuration.md, and the types of the config file in
// src/config/file/user-config.ts. `--check` writes nothing and exits 1 where a file says anything else; `--root FOLDER`
// holds the files of another folder.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importSource } from '../build/import-source.mjs';

const { settingsOptions, endpointOptions } = await importSource(`
export { settingsOptions } from './src/config/options/settings-options.ts';
export { endpointOptions } from './src/config/options/endpoint-options.ts';
`);
/** TypeScript for the shapes that hold no other. */
const TYPES = {
  text: 'string',
  wholeNumber: 'number',
  boolean: 'boolean',
  headers: 'Readonly<Record<string, string>>',
  secret: 'string | RetiringSecretConfig',
  format: 'FormatName | FormatFunction',
  schedule: 'Schedule',
  hook: 'string | object',
  pattern: 'RegExp | string',
  approvalRule: 'ApprovalRuleConfig',
  pauseCondition: 'PauseConditionConfig | readonly PauseConditionConfig[]',
};

const flag = process.argv.indexOf('--root');
const root = flag === -1 ? '.' : process.argv[flag + 1];
const isCheck = process.argv.includes('--check');

update('docs/configuration.md', (page) => {
  const [begin, end] = ['<!-- options: written by npm run docs -->\n', '<!-- end of options -->\n'];
  const [before, rest] = page.split(begin);
  return [before, begin, writeTables(), end, rest.split(end)[1]].join('');
});
update('src/config/file/user-config.ts', () => writeTypes());

function update(name, textOf) {
  const file = path.join(root, name);
  const present = readFileSync(file, 'utf8');
  const text = textOf(present);
  if (text === present) return;
  if (!isCheck) return writeFileSync(file, text);
  console.error(`${name} is not what src/config/options says: run "npm run docs".`);
  process.exitCode = 1;
}

function writeTables() {
  const rows = Object.values(settingsOptions).map((option) => [
    codes(option.key ? [option.key] : []),
    codes(option.flag ? [option.flag] : []),
    codes(option.variables ?? []),
    defaultOf(option),
    meaningOf(option, false),
  ]);
  const endpointRows = Object.values(endpointOptions).map((option) => [
    codes([option.key]),
    codes((option.variables ?? []).map((end) => `…_${end}`)),
    defaultOf(option),
    meaningOf(option, false),
  ]);
  return [
    '',
    ...table(['key of the config file', 'flag', 'variable', 'default', 'meaning'], rows),
    '',
    'Of each endpoint, below `webhooks.endpoints.NAME`, or in variables that begin with `CONFITURE_WEBHOOK_` or',
    '`CONFITURE_WEBHOOK_<NAME>_`:',
    '',
    ...table(['key', 'variable', 'default', 'meaning'], endpointRows),
    '',
    '',
  ].join('\n');
}

function writeTypes() {
  const groups = new Map([['', []]]);
  for (const option of Object.values(settingsOptions)) {
    if (option.key === undefined || option.key === 'environment') continue;
    const [group, name] = option.key.includes('.') ? option.key.split('.') : ['', option.key];
    if (!groups.has(group)) {
      groups.set(group, []);
      groups.get('').push(`  readonly ${group}?: ${capital(group)}Config | undefined;`);
    }
    groups.get(group).push(property(name, option));
  }
  const endpoints = [
    comment('Endpoints by name: lower-case letters, digits, `_` and `-`.', '  '),
    '  readonly endpoints?: Readonly<Record<string, EndpointConfig>> | undefined;',
  ].join('\n');
  groups.get('webhooks').unshift(endpoints);
  return `${[
    '// Written by `npm run docs` from src/config/options; change it there.',
    "import type { FormatFunction, FormatName, Schedule } from '../../events/endpoint.js';",
    "import type { ApprovalRuleConfig } from '../options/approval-rule.js';",
    "import type { PauseConditionConfig } from '../options/pause-condition.js';",
    '',
    type('How the ledger and the locks of a run behave.', 'MigrationConfig', groups.get('migration')),
    type('How certificates are signed.', 'CertificateConfig', groups.get('certificate')),
    type('How the management API is served.', 'ServeConfig', groups.get('serve')),
    type('A secret that a newer one replaces.', 'RetiringSecretConfig', [
      '  readonly secret: string;',
      comment('From then on it signs nothing: `2026-02-01` (UTC) or `2026-02-01T12:00:00+01:00`.', '  '),
      '  readonly until: string;',
    ]),
    type(
      `One webhook endpoint. \`url\`, \`secret\`, \`secrets\` (\`until\` too) and header values may hold \`\${VAR}\` and \`\${VAR:-default}\`. An entry without \`url\` adds to the endpoint of the same name that comes from the environment.`,
      'EndpointConfig',
      Object.values(endpointOptions).map((option) => property(option.key, option)),
    ),
    type('Where events go.', 'WebhooksConfig', groups.get('webhooks')),
    type(
      'Texts to mask in events and output, beyond those that always are.',
      'RedactConfig',
      groups.get('redact'),
    ),
    type('The keys that can also be set for one environment.', 'EnvironmentConfig', groups.get('')),
    type(
      'The content of `confiture.config.ts`. Every key is optional; an unknown one is an error.',
      'ConfitureConfig extends EnvironmentConfig',
      [
        property('environment', settingsOptions.environment),
        comment(
          'Settings of one environment, merged over the ones above: objects by key, everything else replaced.',
          '  ',
        ),
        '  readonly environments?: Readonly<Record<string, EnvironmentConfig>> | undefined;',
      ],
    ),
    comment('Gives the editor the types of a config file; returns `config` unchanged.'),
    'export function defineConfig(config: ConfitureConfig): ConfitureConfig {',
    '  return config;',
    '}',
  ].join('\n')}\n`;
}

function type(meaning, head, lines) {
  return [comment(meaning), `export interface ${head} {`, ...lines, '}', ''].join('\n');
}

function property(name, option) {
  return `${comment(meaningOf(option, true), '  ')}\n  readonly ${name}?: ${typeOf(option.type)} | undefined;`;
}

function meaningOf(option, withDefault) {
  const { doc, details, unit, type } = option;
  const range =
    type.kind === 'wholeNumber' && type.most < 1_000_000
      ? `, ${number(type.least)} to ${number(type.most)}`
      : '';
  const fallback = defaultOf(option);
  return [
    `${capital(doc)}${unit ? `, in ${unit}` : ''}${range}.`,
    details,
    withDefault && fallback !== '' ? `Default: ${fallback}.` : undefined,
  ]
    .filter(Boolean)
    .join(' ');
}

function defaultOf({ default: value, defaultDoc }) {
  if (defaultDoc !== undefined) return defaultDoc;
  if (value === undefined) return '';
  return typeof value === 'number' ? number(value) : `\`${value}\``;
}

function typeOf(type) {
  if (type.kind === 'choice') return type.values.map((value) => `'${value}'`).join(' | ');
  if (type.kind !== 'list') return TYPES[type.kind];
  const item = typeOf(type.item);
  return `readonly ${item.includes(' ') ? `(${item})` : item}[]`;
}

/** A doc comment, on one line where it fits. */
function comment(text, indent = '') {
  const single = `${indent}/** ${text} */`;
  if (single.length <= 110) return single;
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length + indent.length <= 108) lines[lines.length - 1] = longer;
    else lines.push(` ${word}`);
  }
  return [`${indent}/**`, ...lines.map((line) => `${indent} *${line}`), `${indent} */`].join('\n');
}

function number(value) {
  return value.toLocaleString('en');
}

function capital(text) {
  return /^[a-z]/.test(text) && !/^\w+:\/\//.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
}

function codes(names) {
  return names.map((name) => `\`${name}\``).join(', ');
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
