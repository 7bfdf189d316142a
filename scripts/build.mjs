// Builds dist/: the command line as one CommonJS file with a launcher, the library as ES modules with shared chunks
// and once more as CommonJS, the type declarations of both, and the page. `--outdir DIR` builds the code alone, into another folder.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { build as buildWithVite } from 'vite';
import { bundledLicences, licencesOf } from './build/bundled-licences.mjs';
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

/** `requireCached` takes a file that is a function; wrapping it there would copy its text at every start. */
const WRAPPED = {
  banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
  footer: { js: '})' },
};
/** Every start reads the file and keeps it in memory. Names stay, and so do lines, for what a crash shows. */
const SHORT = { minifyWhitespace: true, lineLimit: 120 };
/** The files that `requireCached` loads. */
const CACHED = ['program.cjs', 'undici.cjs', 'knex.cjs'];
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

/** Leaves modules out of the bundle, to be loaded from the files beside it, where `import()` works. */
const keepNativeImport = {
  name: 'keep-native-import',
  setup({ onResolve }) {
    onResolve({ filter: /\/native-import\.js$/ }, ({ path: name }) => {
      return { path: `./${path.basename(name, '.js')}.cjs`, external: true };
    });
  },
};

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
  if (!('errors' in error || 'status' in error)) console.error(error);
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
  const program = path.join(folder, 'program.cjs');
  const external = Object.keys(dependencies).filter((name) => !BUNDLED.includes(name));
  const { metafile } = await build({
    ...COMMON,
    entryPoints: ['bin/program.ts'],
    outfile: program,
    external: [...external, 'pg-native'],
    format: 'cjs',
    // All but the modules that say why.
    supported: { 'dynamic-import': false },
    plugins: [keepNativeImport],
    define: { 'import.meta.dirname': '__dirname' },
    ...WRAPPED,
    ...SHORT,
    metafile: true,
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
  for (const name of CACHED) escapeBeyondAscii(path.join(folder, name));
  const metafiles = [metafile, ...packages.map((each) => each.metafile)];
  writeFileSync(path.join(folder, 'LICENSES.txt'), bundledLicences(metafiles));
  await build({
    ...COMMON,
    entryPoints: ['bin/confiture.ts'],
    outfile: path.join(folder, 'confiture.cjs'),
    format: 'cjs',
    define: {
      'process.env.CONFITURE_VERSION': JSON.stringify(version),
      'process.env.CONFITURE_BUILD': JSON.stringify(hashOf(CACHED.map((name) => path.join(folder, name)))),
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
    ...WRAPPED,
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
