import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Exports of a piece of TypeScript, whose imports start from the root. Its bundle lies where it finds the packages. */
export async function importSource(contents) {
  const folder = mkdtempSync(path.join('node_modules', '.source-'));
  const outfile = path.resolve(folder, 'bundle.mjs');
  try {
    await build({
      stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      outfile,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
