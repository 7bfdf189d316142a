import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'vitest/config';

const THREAD = 'src/database/embedded/engine-thread.ts';
const FOLDER = 'node_modules/.cache/confiture-engine';

/**
 * Lets tests use the embedded database from the sources: a thread begins with a file that Node can run by itself, so
 * this builds it as `scripts/build.mjs` does, and gives its name to the sources.
 */
export function embeddedEngine(): Plugin {
  let built: Promise<string> | undefined;
  return {
    name: 'embedded-engine',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('src/database/embedded/engine-file.ts')) return undefined;
      built ??= buildThread();
      return `export const ENGINE_FILE = ${JSON.stringify(await built)};`;
    },
  };
}

/** Named by its content, so that runs beside each other do not meet. */
async function buildThread(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [THREAD],
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    format: 'cjs',
    write: false,
    logLevel: 'warning',
  });
  const content = outputFiles[0]?.contents ?? new Uint8Array();
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  await mkdir(FOLDER, { recursive: true });
  const file = path.resolve(FOLDER, `${hash}.cjs`);
  await writeFile(`${file}.${process.pid}`, content);
  await rename(`${file}.${process.pid}`, file);
  return file;
}
