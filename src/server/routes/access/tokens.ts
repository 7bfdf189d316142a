import { z } from 'zod';
import { tokenObject } from '../../../app/documents/tokens.js';
import { makeToken } from '../../../app/tokens/make-token.js';
import { revokeToken, unknownToken } from '../../../storage/tokens/revoke-token.js';
import { listTokens } from '../../../storage/tokens/stored-token.js';
import { tokenScopes } from '../../../storage/tokens/token-scope.js';
import { lacks } from '../../auth/admission.js';
import { callerOf } from '../../caller.js';
import { defineRoute } from '../../route.js';
import { NewToken, Token, TokenRequest } from '../../schemas/token.js';

const params = z.strictObject({ token_id: z.string().max(64) });

const list = defineRoute({
  method: 'get',
  path: '/tokens',
  operationId: 'listTokens',
  tag: 'tokens',
  summary: 'Lists tokens, newest first.',
  scope: 'manage',
  answers: {
    200: {
      schema: z.strictObject({ data: z.array(Token) }).meta({ id: 'TokenList' }),
      description: 'All tokens of this environment.',
    },
  },
  handle: async (_request, { withConnection }) => {
    const tokens = await withConnection((connection, scope) => listTokens(connection, scope));
    return { status: 200, body: { data: tokens.map(tokenObject) } };
  },
});

const get = defineRoute({
  method: 'get',
  path: '/tokens/{token_id}',
  operationId: 'getToken',
  tag: 'tokens',
  summary: 'Gives one token.',
  scope: 'manage',
  params,
  answers: { 200: { schema: Token, description: 'The token.' } },
  handle: async ({ params: { token_id: id } }, { withConnection }) => {
    const [token] = await withConnection((connection, scope) => listTokens(connection, scope, { id }));
    if (token === undefined) throw unknownToken(id);
    return { status: 200, body: tokenObject(token) };
  },
});

const create = defineRoute({
  method: 'post',
  path: '/tokens',
  operationId: 'createToken',
  tag: 'tokens',
  summary: 'Makes a token.',
  description: 'Its text is shown in this answer alone. A token gives no scope that it does not have.',
  scope: 'manage',
  body: TokenRequest,
  shownOnce: ['secret'],
  answers: { 201: { schema: NewToken, description: 'The new token.', headers: { Location: 'Its path.' } } },
  handle: async (request, server) => {
    const { body, actor } = request;
    const scopes = tokenScopes.filter((scope) => body.scopes.includes(scope));
    const missing = scopes.find((scope) => !actor.scopes.includes(scope));
    if (missing !== undefined) throw lacks(missing, { name: actor.tokenName });
    const wanted = { name: body.name, scopes, expiresInDays: body.expires_in_days };
    const { token, text } = await server.withConnection((connection, scope) =>
      makeToken(connection, scope, wanted, callerOf(request)),
    );
    return {
      status: 201,
      headers: { location: server.link(`/v1/tokens/${token.id}`) },
      body: { ...tokenObject(token), secret: text },
    };
  },
});

const revoke = defineRoute({
  method: 'delete',
  path: '/tokens/{token_id}',
  operationId: 'revokeToken',
  tag: 'tokens',
  summary: 'Revokes a token at once.',
  description: 'Its open streams end.',
  scope: 'manage',
  params,
  answers: { 200: { schema: Token, description: 'The token as it is now.' } },
  handle: async (request, { withConnection }) => {
    const token = await withConnection((connection, scope) =>
      revokeToken(connection, scope, request.params.token_id, callerOf(request)),
    );
    return { status: 200, body: tokenObject(token) };
  },
});

export const tokenRoutes = [list, get, create, revoke];
