import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, it } from 'vitest';
import { openApiDocument } from '../../../src/server/openapi/document.js';
import { routes } from '../../../src/server/routes.js';

/** Every operation says with `default` what a problem looks like, whatever its status. */
const RULES = { 'operation-4xx-response': 'off' } as const;

async function faultsOf(document: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'], rules: RULES });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, config, absoluteRef: 'openapi.json' });
  return problems.map(({ ruleId, message, location: [at] }) => `${ruleId} at ${at?.pointer}: ${message}`);
}

it('finds nothing wrong with the document', async () => {
  expect(await faultsOf(openApiDocument(routes, '0.0.0'))).toEqual([]);
});

it('finds an operation that is named twice, and a reference that leads nowhere', async () => {
  const document = openApiDocument(routes, '0.0.0');
  const operation = document.paths['/healthz'];
  const answer = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Nothing' } } } };
  const faulty = {
    ...document,
    paths: {
      ...document.paths,
      '/again': { get: { ...operation?.get, responses: { 200: { description: 'A', ...answer } } } },
    },
  };
  const faults = (await faultsOf(faulty)).join('\n');
  expect(faults).toContain('operation-operationId-unique at #/paths/~1again/get');
  expect(faults).toContain('no-unresolved-refs at #/paths/~1again');
});
