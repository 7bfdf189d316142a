// Writes docs/api.md from the OpenAPI document of the routes. `--check` writes nothing and exits 1 where the file says
// anything else; `--out FILE` names another file. `--released` writes the document that later ones are compared with,
// test/server/openapi/released.json: with each release, and never else.
import { readFileSync, writeFileSync } from 'node:fs';
import { readDocument } from './read-document.mjs';

const document = await readDocument();
const flag = process.argv.indexOf('--out');
const file = flag === -1 ? 'docs/api.md' : process.argv[flag + 1];
const text = writePage();

if (process.argv.includes('--released')) {
  writeFileSync('test/server/openapi/released.json', `${JSON.stringify(document, null, 2)}\n`);
} else if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is not what the routes say: run "npm run docs".`);
  process.exitCode = 1;
}

function writePage() {
  const { info, paths, tags, components } = document;
  const operations = Object.entries(paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route, method, operation })),
  );
  return [
    '# Management API',
    '',
    'Written by `npm run docs` from the routes in `src/server/routes/`; change it there. `serve` answers at',
    '`http://127.0.0.1:8787`; the same as an OpenAPI 3.1 document is at `/v1/openapi.json`.',
    '',
    info.description,
    '',
    '| route | does |',
    '|---|---|',
    ...operations.map(
      ({ route, method, operation }) =>
        `| [\`${method.toUpperCase()} ${route}\`](#${anchorOf(operation)}) | ${cell(operation.summary)} |`,
    ),
    '',
    ...tags.flatMap(({ name, description }) => {
      const own = operations.filter(({ operation }) => operation.tags.includes(name));
      if (own.length === 0) return [];
      return [`## ${name}`, '', ...(description ? [description, ''] : []), ...own.flatMap(operationLines)];
    }),
    '## Shapes',
    '',
    ...Object.entries(components.schemas).flatMap(([name, schema]) => [
      `### ${name}`,
      '',
      ...(schema.description ? [schema.description, ''] : []),
      ...fieldTable(schema),
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function operationLines({ route, method, operation }) {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const scope = operation['x-scope'];
  return [
    `### ${operationId}`,
    '',
    `\`${method.toUpperCase()} ${route}\` · ${scope && scope !== 'any' ? `scope \`${scope}\`` : operation.security.length > 0 ? 'any token' : 'no token'}`,
    '',
    description ? `${summary} ${description}` : summary,
    '',
    ...(parameters.length === 0
      ? []
      : [
          '| parameter | in | type | meaning |',
          '|---|---|---|---|',
          ...parameters.map(
            ({ name, in: where, required, schema, description: meaning }) =>
              `| \`${name}\` | ${where}${required ? ', required' : ''} | ${typeOf(schema)} | ${cell(meaning ?? schema.description ?? '')} |`,
          ),
          '',
        ]),
    ...contentLines('Body', requestBody?.content),
    ...Object.entries(responses)
      .filter(([status]) => status !== 'default')
      .flatMap(([status, answer]) => contentLines(`${status}: ${answer.description}`, answer.content ?? {})),
  ];
}

function contentLines(title, content) {
  if (content === undefined) return [];
  const [[type, { schema }] = [undefined, {}]] = Object.entries(content);
  if (type === undefined) return [title, ''];
  const isNamed = schema.$ref !== undefined || schema.properties === undefined;
  const shape = isNamed ? ` ${typeOf(schema)}` : '';
  const other = type === 'application/json' ? '' : `, \`${type}\``;
  return [
    `${title.replace(/\.$/, other === '' ? '.' : '')}${other}${shape}`,
    '',
    ...(isNamed ? [] : fieldTable(schema)),
  ];
}

function fieldTable(schema) {
  const { properties, required = [] } = schema;
  if (properties === undefined) return [`${typeOf(schema)}`, ''];
  return [
    '| field | type | meaning |',
    '|---|---|---|',
    ...Object.entries(properties).map(
      ([name, field]) =>
        `| \`${name}\`${required.includes(name) ? '' : ' (optional)'} | ${typeOf(field)} | ${cell(field.description ?? '')} |`,
    ),
    '',
  ];
}

function typeOf(schema) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1);
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.enum !== undefined) return schema.enum.map((value) => code(value)).join(', ');
  if ('const' in schema) return code(schema.const);
  const variants = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (variants !== undefined) return [...new Set(variants.map(typeOf))].join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  const types = [schema.type ?? 'any value'].flat().join(' or ');
  const format = schema.format === undefined ? '' : ` (${schema.format})`;
  const range = rangeOf(schema);
  return `${types}${format}${range}`;
}

function rangeOf({ minimum, maximum }) {
  const isBounded = (value) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  if (isBounded(minimum) && isBounded(maximum)) return `, ${minimum} to ${maximum}`;
  return '';
}

function code(value) {
  return `\`${JSON.stringify(value).replace(/^"|"$/g, '')}\``;
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function anchorOf({ operationId }) {
  return operationId.toLowerCase();
}
