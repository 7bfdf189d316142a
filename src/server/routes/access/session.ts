import { hashOf, randomText } from '../../../app/tokens/token-text.js';
import { ConfitureError } from '../../../errors.js';
import { createSession, deleteSession } from '../../../storage/tokens/api-session.js';
import type { TokenScope } from '../../../storage/tokens/token-scope.js';
import { credentialsOf } from '../../auth/credentials.js';
import { defineRoute } from '../../route.js';
import { SignIn, WhoAmI } from '../../schemas/token.js';
import type { ServerContext } from '../../server-context.js';

const signIn = defineRoute({
  method: 'post',
  path: '/session',
  operationId: 'signIn',
  tag: 'session',
  summary: 'Signs a person in with a token.',
  description: 'Sets a cookie for 12 hours, for the page; programs send the token itself.',
  scope: null,
  isRepeatable: true,
  body: SignIn,
  answers: {
    200: { schema: WhoAmI, description: 'Who is signed in.', headers: { 'Set-Cookie': 'The session.' } },
  },
  handle: async ({ body, address }, server) => {
    const { lookup, cookie } = server.signIn;
    const token = await lookup.byText(body.token, address);
    if (token === null)
      throw new ConfitureError('TOKEN_INVALID', 'the token is unknown, revoked or has expired', {
        hint: '`confiture serve token create NAME` makes one.',
      });
    const text = randomText();
    await server.withConnection((connection, scope) =>
      createSession(connection, scope, { hash: hashOf(text), tokenHash: hashOf(body.token) }),
    );
    return { status: 200, headers: { 'set-cookie': cookie.set(text) }, body: await whoAmI(token, server) };
  },
});

const get = defineRoute({
  method: 'get',
  path: '/session',
  operationId: 'getSession',
  tag: 'session',
  summary: 'Says who asks, and what the token may do.',
  scope: 'any',
  answers: { 200: { schema: WhoAmI, description: 'The token, or the session of one.' } },
  handle: async ({ actor }, server) => ({
    status: 200,
    body: await whoAmI({ id: actor.tokenId, name: actor.tokenName, scopes: actor.scopes }, server),
  }),
});

const signOut = defineRoute({
  method: 'delete',
  path: '/session',
  operationId: 'signOut',
  tag: 'session',
  summary: 'Ends the session of the cookie.',
  scope: 'any',
  answers: { 204: { description: 'Signed out.', headers: { 'Set-Cookie': 'Ends the cookie.' } } },
  handle: async ({ header }, { signIn: { cookie }, withConnection }) => {
    const credentials = credentialsOf(new Headers({ cookie: header('cookie') ?? '' }), cookie.name);
    if (credentials !== null)
      await withConnection((connection) => deleteSession(connection, hashOf(credentials.text)));
    return { status: 204, headers: { 'set-cookie': cookie.end } };
  },
});

async function whoAmI(
  token: { readonly id: string; readonly name: string; readonly scopes: readonly TokenScope[] },
  { settings, version, now, withConnection }: ServerContext,
) {
  const [row] = await withConnection((connection) =>
    connection.query<{ database: string }>('select current_database()::text as database'),
  );
  return {
    token_id: token.id,
    name: token.name,
    scopes: [...token.scopes],
    database: row?.database ?? '',
    environment: settings.environment,
    version,
    now: now().toISOString(),
  };
}

export const sessionRoutes = [signIn, get, signOut];
