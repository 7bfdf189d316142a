// Builds dist/: the code as ES modules with shared chunks, and the type declarations.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const flag = process.argv.indexOf('--outdir');
const outdir = flag === -1 ? 'dist' : process.argv[flag + 1];

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: ['bin/confiture.ts', 'src/index.ts', 'src/receiver.ts'],
  outdir,
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
if (flag === -1) execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], {
  stdio: 'inherit',
});
