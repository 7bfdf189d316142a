import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../src/server/openapi/document.js';
import { routes } from '../../../src/server/routes.js';
import { type ApiDocument, breakingChanges } from './breaking/breaking-changes.js';

const current = openApiDocument(routes, '0.0.0') as object as ApiDocument;

it('breaks no client of the API that was released last', async () => {
  const released = JSON.parse(await readFile('test/server/openapi/released.json', 'utf8')) as ApiDocument;
  expect(breakingChanges(released, current)).toEqual([]);
});

describe('a change of the API', () => {
  const object = (properties: object, required: string[] = []) => ({ type: 'object', properties, required });
  const text = { type: 'string' };
  const document = (operation: object, path = '/v1/a'): ApiDocument =>
    ({
      paths: {
        [path]: {
          post: {
            security: [{}],
            'x-scope': 'read',
            parameters: [
              { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 200 } },
            ],
            requestBody: {
              required: false,
              content: { json: { schema: object({ a: text, b: text }, ['a']) } },
            },
            responses: {
              200: { content: { json: { schema: { $ref: '#/components/schemas/Node' } } } },
            },
            ...operation,
          },
        },
      },
      components: {
        schemas: {
          Node: object(
            {
              id: text,
              state: { type: 'string', enum: ['on'] },
              next: { $ref: '#/components/schemas/Node' },
            },
            ['id', 'state'],
          ),
        },
      },
    }) as object as ApiDocument;
  const node = (schema: object) => ({ responses: { 200: { content: { json: { schema } } } } });
  const body = (schema: object, required = false) => ({
    requestBody: { required, content: { json: { schema } } },
  });
  const limit = (schema: object, required = false) => ({
    parameters: [{ name: 'limit', in: 'query', required, schema }],
  });
  const state = { type: 'string', enum: ['on'] };

  it.each([
    ['a path is gone', document({}, '/v1/b'), 'POST /v1/a: it is gone'],
    ['another scope is needed', document({ 'x-scope': 'manage' }), 'it needs the scope manage now'],
    ['a parameter is gone', document({ parameters: [] }), 'query limit: it is gone'],
    [
      'a parameter is required',
      document(limit({ type: 'integer', maximum: 200 }, true)),
      'it is required now',
    ],
    ['a parameter takes less', document(limit({ type: 'integer', maximum: 100 })), 'maximum is tighter'],
    ['a parameter has another type', document(limit({ type: 'boolean' })), 'integer is no longer taken'],
    [
      'a body is required',
      document(body(object({ a: text, b: text }, ['a']), true)),
      'body: it is required now',
    ],
    ['a field of the body is gone', document(body(object({ a: text }, ['a']))), 'body.b: it is gone'],
    [
      'a field of the body is required',
      document(body(object({ a: text, b: text }, ['a', 'b']))),
      'body.b: it is required now',
    ],
    [
      'a required field is new',
      document(body(object({ a: text, b: text, c: text }, ['a', 'c']))),
      'body.c: it is new and required',
    ],
    [
      'a field of the body takes fewer values',
      document(body(object({ a: { ...text, enum: ['x'] }, b: text }, ['a']))),
      'body.a: only some values',
    ],
    ['a status is gone', document({ responses: {} }), '→ 200: it is gone'],
    [
      'a field of the answer is gone',
      document(node(object({ id: text, next: {} }, ['id']))),
      '.state: it is gone',
    ],
    [
      'a field of the answer may be missing',
      document(node(object({ id: text, state, next: {} }, ['id']))),
      '.state: it may be left out now',
    ],
    [
      'a field of the answer may be null',
      document(node(object({ id: { type: ['string', 'null'] }, state, next: {} }, ['id', 'state']))),
      '.id: it may be null now',
    ],
  ])('is a breaking one where %s', (_case, after, fault) => {
    expect(breakingChanges(document({}), after)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    ['nothing changes', document({})],
    ['a parameter takes more', document(limit({ type: 'integer' }))],
    ['a field of the body is optional now', document(body(object({ a: text, b: text, c: text })))],
    [
      'an answer says more',
      document(
        node(
          object({ id: text, state: { ...state, enum: ['on', 'off'] }, next: {}, more: text }, [
            'id',
            'state',
            'more',
          ]),
        ),
      ),
    ],
  ])('is none where %s', (_case, after) => {
    expect(breakingChanges(document({}), after)).toEqual([]);
  });
});
