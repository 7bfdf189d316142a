import { randomBytes } from 'node:crypto';
import { Hono, type MiddlewareHandler } from 'hono';
import { ConfitureError } from '../errors.js';
import { requestId } from '../events/identifier.js';
import type { AppEnv } from './app-env.js';
import type { ClientAddress } from './conventions/address.js';
import type { OwnOrigin } from './conventions/own-origin.js';
import { problemOf } from './conventions/problem.js';
import { type HandlingParts, handlerOf } from './handle-route.js';
import type { Route } from './route.js';

export interface AppParts extends HandlingParts {
  readonly origin: OwnOrigin;
  readonly clientAddress: ClientAddress;
  /** What serves the page; null where there is none. */
  readonly page: MiddlewareHandler<AppEnv> | null;
}

/** The app: what happens to each request, in order, and then its route. */
export function createApp(routes: readonly Route[], parts: AppParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ getPath: (request) => pathWithin(parts.origin.basePath, request) });
  app.use(identify(parts), logRequest(parts), async (c, next) => {
    parts.origin.check(c.req.raw.headers);
    await next();
  });
  for (const route of routes) app.on(route.method.toUpperCase(), pathOf(route), handlerOf(route, parts));
  for (const [path, methods] of methodsByPath(routes)) {
    app.all(path, async (c) => {
      await parts.admission.admit(c, null);
      throw wrongMethod(c.req.method, methods);
    });
  }
  if (parts.page !== null) app.get('*', parts.page);
  app.notFound(async (c) => {
    await parts.admission.admit(c, null);
    throw unknownRoute(c.req.path);
  });
  app.onError((error, c) => {
    const problem = problemOf(error, { requestId: c.get('requestId'), instance: c.req.path });
    if (problem.status >= 500)
      parts.server.log.error('a request failed', {
        request_id: c.get('requestId'),
        code: problem.body.code,
        reason: parts.describe(error),
      });
    return new Response(JSON.stringify(problem.body), {
      status: problem.status,
      headers: { 'content-type': 'application/problem+json', ...problem.headers },
    });
  });
  return app;
}

/** Gives each request an id and says whose it is. */
function identify({ server, clientAddress }: AppParts): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const id = requestId({ nowMs: server.now().getTime(), random: randomBytes(16) });
    c.set('requestId', id);
    const { socket } = c.env.incoming;
    c.set('address', clientAddress(socket.remoteAddress ?? '', c.req.header('x-forwarded-for') ?? null));
    await next();
    c.header('x-request-id', id);
    c.header('cache-control', c.res.headers.get('cache-control') ?? 'no-store');
    c.header('x-content-type-options', 'nosniff');
    if (server.stopping.aborted) c.header('connection', 'close');
    for (const [name, value] of Object.entries(c.get('rateLimit') ?? {})) c.header(name, value);
  };
}

/** Probes would be most of the log. */
const UNLOGGED: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** A line for each request; of its query and its headers it says nothing. */
function logRequest({ server }: AppParts): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    if (UNLOGGED.has(c.req.path) && c.res.status < 400) return;
    server.log.info('request', {
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      duration_ms: Math.round(performance.now() - startedAt),
      request_id: c.get('requestId'),
      token: c.get('actor')?.tokenName ?? null,
      address: c.get('address'),
    });
  };
}

/** A proxy may strip the base path, or leave it. */
function pathWithin(basePath: string, request: Request): string {
  const { pathname } = new URL(request.url);
  return basePath !== '' && (pathname === basePath || pathname.startsWith(`${basePath}/`))
    ? pathname.slice(basePath.length) || '/'
    : pathname;
}

/** The path as hono writes it. */
function pathOf({ path, isOutsideV1 }: Route): string {
  return `${isOutsideV1 ? '' : '/v1'}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    const path = pathOf(route);
    const method = route.method.toUpperCase();
    methods.set(path, [...(methods.get(path) ?? []), ...(method === 'GET' ? ['GET', 'HEAD'] : [method])]);
  }
  return methods;
}

function wrongMethod(method: string, methods: readonly string[]): ConfitureError {
  const allow = methods.join(', ');
  return new ConfitureError('METHOD_NOT_ALLOWED', `the path does not take ${method}`, {
    hint: `It takes ${allow}.`,
    details: { headers: { allow } },
  });
}

function unknownRoute(path: string): ConfitureError {
  const isNearV1 = path === '/' || !path.startsWith('/v1/');
  return new ConfitureError('ROUTE_UNKNOWN', 'there is no such path', {
    hint: isNearV1 ? 'The paths of the API begin with /v1.' : 'The document at /v1/openapi.json lists them.',
  });
}
