import { expect, it } from 'vitest';
import type { Route } from '../../../../src/server/route.js';
import { routes } from '../../../../src/server/routes.js';
import { tokenScopes } from '../../../../src/storage/tokens/token-scope.js';
import { startTestServer } from '../../../support/server/start-test-server.js';

interface TokenBody {
  readonly id: string;
  readonly secret: string;
}

/** Routes for which a token is asked; none of these is let as far as its parameters here. */
const guarded = routes.filter(({ scope }) => scope !== null);
const pathOf = ({ path, isOutsideV1 }: Route) =>
  `${isOutsideV1 ? '' : '/v1'}${path.replaceAll(/\{\w+\}/g, 'none')}`;

it('lets no route do without a token but health and the sign-in', () => {
  const open = routes.filter(({ scope }) => scope === null).map(({ operationId }) => operationId);
  expect(open.sort()).toEqual(['getHealth', 'getReadiness', 'signIn']);
});

it('has no two routes with the same operation, or the same method and path', () => {
  const operations = routes.map(({ operationId }) => operationId);
  expect(operations).toEqual([...new Set(operations)]);
  const places = routes.map((route) => `${route.method} ${pathOf(route)}`);
  expect(places).toEqual([...new Set(places)]);
});

it('asks each route for a token, and for the scope that it declares', async () => {
  const { api } = await startTestServer({ config: { serve: { trustedProxies: ['127.0.0.0/8'] } } });
  const make = async (name: string, scopes: readonly string[]) =>
    (await api.post<TokenBody>('/v1/tokens', { body: { name, scopes } })).body;
  const revoked = await make('revoked', tokenScopes);
  await api.delete(`/v1/tokens/${revoked.id}`);
  const lacking = new Map<string, string>();
  for (const scope of tokenScopes) {
    const others = tokenScopes.filter((each) => each !== scope);
    lacking.set(scope, (await make(`all-but-${scope}`, others)).secret);
  }
  let client = 0;
  for (const route of guarded) {
    // Each from an address of its own, which has sent no wrong token yet.
    client += 1;
    const headers = { 'x-forwarded-for': `198.51.100.${client % 250}` };
    const ask = (token: string | null) => api.with(token)[route.method](pathOf(route), { headers });
    const said = route.operationId;
    expect([said, (await ask(null)).body.code]).toEqual([said, 'TOKEN_MISSING']);
    expect([said, (await ask(revoked.secret)).body.code]).toEqual([said, 'TOKEN_INVALID']);
    if (route.scope === null || route.scope === 'any') continue;
    expect([said, (await ask(lacking.get(route.scope) ?? '')).body.code]).toEqual([said, 'SCOPE_MISSING']);
  }
});

it('lets a token with the one scope of a route past its door', async () => {
  const { api } = await startTestServer();
  for (const scope of tokenScopes) {
    const { body } = await api.post<TokenBody>('/v1/tokens', {
      body: { name: `only-${scope}`, scopes: [scope] },
    });
    const only = api.with(body.secret);
    for (const route of guarded.filter((each) => each.scope === scope)) {
      // A parameter that no route knows ends each of them before it does anything.
      const { status, body: problem } = await only[route.method](`${pathOf(route)}?no_such_parameter=1`);
      expect([route.operationId, status, problem.code]).toEqual([route.operationId, 422, 'REQUEST_INVALID']);
    }
  }
});
