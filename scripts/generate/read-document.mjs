import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The OpenAPI document of the routes. The bundle that makes it lies inside of the project, where it finds its packages. */
export async function readDocument() {
  const source = `
import { openApiDocument } from './src/server/openapi/document.ts';
import { routes } from './src/server/routes.ts';
export const document = openApiDocument(routes, '0.0.0');
`;
  const folder = mkdtempSync(path.join('node_modules', '.api-docs-'));
  const bundle = path.join(folder, 'openapi.mjs');
  try {
    await build({
      stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      outfile: bundle,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    const { document } = await import(pathToFileURL(path.resolve(bundle)).href);
    return JSON.parse(JSON.stringify(document));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
