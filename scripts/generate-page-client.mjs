// Writes src/server/dashboard/api/generated.ts, the client of the page, from the OpenAPI document of the routes. `--check`
// writes nothing and exits 1 where the file says anything else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readDocument } from './api/read-document.mjs';

const FILE = 'src/server/dashboard/api/generated.ts';

const folder = mkdtempSync(path.join('node_modules', '.page-client-'));
try {
  const document = path.join(folder, 'openapi.json');
  const client = path.join(folder, 'client.ts');
  writeFileSync(document, JSON.stringify(await readDocument()));
  execFileSync(process.execPath, ['node_modules/oazapfts/dist/cli.js', document, client]);
  const text = readFileSync(client, 'utf8');
  if (!process.argv.includes('--check')) {
    writeFileSync(FILE, text);
  } else if (readFileSync(FILE, 'utf8') !== text) {
    console.error(`${FILE} is not what the routes say: run "npm run docs".`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
