// Builds dist/: the command line as a few CommonJS files with a launcher, the library as ES modules with shared chunks
// and once more as CommonJS, the type declarations of both, and the page. `--outdir DIR` builds the code alone, into another folder.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { build as buildWithVite } from 'vite';
import { bundleCommand, WRAPPED } from './build/bundle-command.mjs';
import { licencesOf } from './build/bundled-licences.mjs';
import { escapeBeyondAscii } from './build/escape-beyond-ascii.mjs';
import { keepReachable } from './build/keep-reachable.mjs';

const { version, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const flag = process.argv.indexOf('--outdir');
const outdir = flag === -1 ? 'dist' : process.argv[flag + 1];

const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  logLevel: 'warning',
};
/** The thread of the embedded database; see src/database/embedded/engine-file.ts for its place. */
const ENGINE_THREAD = 'src/database/embedded/engine-thread.ts';
/** What the package exports, by the name of its CommonJS file. */
const ENTRIES = { index: 'src/index.ts', receiver: 'src/receiver.ts', webhooks: 'hooks/webhooks.ts' };
/** Loading these from their many files is most of what a short command would wait for. */
const BUNDLED = [
  'canonicalize',
  'chalk',
  'commander',
  'fastest-levenshtein',
  'ipaddr.js',
  'pg',
  'get-east-asian-width',
  'ulid',
];

/** The parts of undici that sending uses: all of it takes four times as long to load, while migrations wait. */
const UNDICI = `
  exports.Agent = require('undici/lib/dispatcher/agent');
  exports.Pool = require('undici/lib/dispatcher/pool');
  exports.ProxyAgent = require('undici/lib/dispatcher/proxy-agent');
  exports.buildConnector = require('undici/lib/core/connect');
`;

/** The builder of statements for PostgreSQL: all of knex takes three times as long to load. */
const KNEX = `
  const Client = require('knex/lib/dialects/postgres');
  const makeKnex = require('knex/lib/knex-builder/make-knex');
  module.exports = (config) => makeKnex(new Client(config));
`;

// Beside its place first: a build that fails, or is looked at half-way, leaves the last one as it was.
const unfinished = `${outdir}.unfinished-${process.pid}`;
try {
  await buildLibrary(unfinished);
  await buildCommonJs(path.join(unfinished, 'cjs'));
  await buildCommand(path.join(unfinished, 'bin'));
  await buildPage(path.resolve(unfinished, 'dashboard'));
  if (flag === -1) buildTypes(unfinished);
  rmSync(outdir, { recursive: true, force: true });
  renameSync(unfinished, outdir);
} catch (error) {
  // esbuild and tsc have said why.
  if (!('warnings' in error || 'status' in error)) console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(unfinished, { recursive: true, force: true });
}

function buildLibrary(folder) {
  return build({
    ...COMMON,
    entryPoints: Object.values(ENTRIES),
    outdir: folder,
    outbase: '.',
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    packages: 'external',
    format: 'esm',
    define: { 'process.env.CONFITURE_VERSION': JSON.stringify(version) },
  });
}

/** For `require`. Each entry is one file, since CommonJS has no shared chunks; it lies beside `bin/`, as chunks do. */
async function buildCommonJs(folder) {
  await build({
    ...COMMON,
    entryPoints: ENTRIES,
    outdir: folder,
    packages: 'external',
    format: 'cjs',
    define: {
      'process.env.CONFITURE_VERSION': JSON.stringify(version),
      'import.meta.dirname': '__dirname',
    },
  });
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "commonjs" }\n');
}

async function buildCommand(folder) {
  const unbundled = Object.keys(dependencies).filter((name) => !BUNDLED.includes(name));
  const command = await bundleCommand(folder, {
    external: [...unbundled, 'pg-native'],
    target: COMMON.target,
    define: { 'import.meta.dirname': '__dirname' },
  });
  await build({
    ...COMMON,
    entryPoints: { 'native-import': 'src/user-code/native-import.ts', 'embedded-engine': ENGINE_THREAD },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    packages: 'external',
    format: 'cjs',
  });
  const packages = [
    await buildPackage(path.join(folder, 'undici.cjs'), UNDICI),
    await buildPackage(path.join(folder, 'knex.cjs'), KNEX),
  ];
  // The files that `requireCached` loads.
  const cached = [...command.files, 'undici.cjs', 'knex.cjs'].map((name) => path.join(folder, name));
  for (const file of cached) escapeBeyondAscii(file);
  const modules = packages.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  writeFileSync(path.join(folder, 'LICENSES.txt'), licencesOf([...command.modules, ...modules]));
  await build({
    ...COMMON,
    entryPoints: ['bin/confiture.ts'],
    outfile: path.join(folder, 'confiture.cjs'),
    format: 'cjs',
    define: {
      'process.env.CONFITURE_VERSION': JSON.stringify(version),
      'process.env.CONFITURE_BUILD': JSON.stringify(hashOf(cached)),
      'process.env.CONFITURE_PARTS': JSON.stringify(command.files.join(' ')),
    },
  });
}

/** The page of `serve`, with all that it needs: it asks no other host for anything. */
async function buildPage(outDir) {
  const { output } = await buildWithVite({
    root: 'src/server/dashboard',
    logLevel: 'warn',
    build: { outDir },
  });
  const files = output.flatMap(({ moduleIds = [] }) => moduleIds).map((id) => path.relative('.', id));
  writeFileSync(path.join(outDir, 'LICENSES.txt'), licencesOf(files));
}

/** Parts of a package as one file, which `bin/confiture.ts` loads for the name of the package. */
function buildPackage(outfile, contents) {
  return build({
    ...COMMON,
    banner: { js: WRAPPED.banner },
    footer: { js: WRAPPED.footer },
    stdin: { contents, resolveDir: process.cwd() },
    outfile,
    external: ['pg', 'pg-query-stream'],
    format: 'cjs',
    metafile: true,
  });
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function buildTypes(folder) {
  const types = path.join(folder, 'types');
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json', '--outDir', types];
  execFileSync(process.execPath, tsc, { stdio: 'inherit' });
  keepReachable(
    types,
    Object.values(ENTRIES).map((entry) => entry.replace(/\.ts$/, '.d.ts')),
  );
  // The same text is read as the declarations of CommonJS where the nearest package.json says so.
  cpSync(types, path.join(folder, 'cjs/types'), { recursive: true });
}
