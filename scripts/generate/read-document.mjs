import { importSource } from '../build/import-source.mjs';

/** The OpenAPI document of the routes. */
export async function readDocument() {
  const { document } = await importSource(`
import { openApiDocument } from './src/server/openapi/document.ts';
import { routes } from './src/server/routes.ts';
export const document = openApiDocument(routes, '0.0.0');
`);
  return JSON.parse(JSON.stringify(document));
}
