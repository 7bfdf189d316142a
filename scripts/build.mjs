// Builds dist/: the code as ES modules with shared chunks, and the type declarations.
// `--outdir DIR` builds the code alone, into another folder.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { keepReachable } from './build/keep-reachable.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const flag = process.argv.indexOf('--outdir');
const outdir = flag === -1 ? 'dist' : process.argv[flag + 1];

// Beside its place first: a build that fails, or is looked at half-way, leaves the last one as it was.
const unfinished = `${outdir}.unfinished-${process.pid}`;
try {
  await buildCode(unfinished);
  if (flag === -1) buildTypes(`${unfinished}/types`);
  rmSync(outdir, { recursive: true, force: true });
  renameSync(unfinished, outdir);
} catch {
  process.exitCode = 1; // esbuild and tsc have said why.
} finally {
  rmSync(unfinished, { recursive: true, force: true });
}

function buildCode(folder) {
  return build({
    entryPoints: ['bin/confiture.ts', 'src/index.ts', 'src/receiver.ts', 'hooks/webhooks.ts'],
    outdir: folder,
    outbase: '.',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    define: { 'process.env.CONFITURE_VERSION': JSON.stringify(version) },
    legalComments: 'none',
    logLevel: 'warning',
  });
}

function buildTypes(folder) {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json', '--outDir', folder];
  execFileSync(process.execPath, tsc, { stdio: 'inherit' });
  keepReachable(folder, ['src/index.d.ts', 'src/receiver.d.ts', 'hooks/webhooks.d.ts']);
}
