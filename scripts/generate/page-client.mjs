// Writes what the page knows of the API, from the OpenAPI document of the routes: its client, and the values that it
// offers to choose from. `--check` writes nothing and exits 1 where a file says anything else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readDocument } from './read-document.mjs';

const FOLDER = 'src/server/dashboard/api';
/** As the formatter has it. */
const MOST_COLUMNS = 110;

const folder = mkdtempSync(path.join('node_modules', '.page-client-'));
try {
  const document = await readDocument();
  const source = path.join(folder, 'openapi.json');
  const client = path.join(folder, 'client.ts');
  writeFileSync(source, JSON.stringify(document));
  execFileSync(process.execPath, ['node_modules/oazapfts/dist/cli.js', source, client]);
  settle(`${FOLDER}/generated.ts`, readFileSync(client, 'utf8'));
  settle(`${FOLDER}/choices.ts`, choicesOf(document));
} finally {
  rmSync(folder, { recursive: true });
}

function choicesOf({ paths, components: { schemas } }) {
  const valuesOf = (list, parameter) =>
    paths[list].get.parameters.find(({ name }) => name === parameter).schema.anyOf[0].enum;
  const choices = {
    runStates: valuesOf('/v1/runs', 'state'),
    migrationStates: valuesOf('/v1/migrations', 'state'),
    migrationTiers: valuesOf('/v1/migrations', 'tier'),
    approvalStates: valuesOf('/v1/approvals', 'state'),
    endpointFormats: schemas.WebhookRequest.properties.format.enum,
    tokenScopes: schemas.Session.properties.scopes.items.enum,
  };
  const lines = Object.entries(choices).map(([name, values]) => {
    const line = `export const ${name} = [${values.map((value) => `'${value}'`).join(', ')}] as const;\n`;
    return line.length <= MOST_COLUMNS
      ? line
      : `export const ${name} = [\n${values.map((value) => `  '${value}',\n`).join('')}] as const;\n`;
  });
  return `// Written by scripts/generate/page-client.mjs from the OpenAPI document: run "npm run docs".\n${lines.join('')}`;
}

function settle(file, text) {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the routes say: run "npm run docs".`);
    process.exitCode = 1;
  }
}
