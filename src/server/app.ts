import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { ConfitureError } from '../errors.js';
import { requestId } from '../events/identifier.js';
import type { AppEnv } from './app-env.js';
import { problemOf } from './conventions/problem.js';
import { type HandlingParts, handlerOf } from './handle-route.js';
import type { Route } from './route.js';

/** The app: what happens to each request, in order, and then its route. */
export function createApp(routes: readonly Route[], parts: HandlingParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const id = requestId({ nowMs: parts.server.now().getTime(), random: randomBytes(16) });
    c.set('requestId', id);
    await next();
    c.header('x-request-id', id);
    c.header('cache-control', c.res.headers.get('cache-control') ?? 'no-store');
    c.header('x-content-type-options', 'nosniff');
  });
  for (const route of routes) app.on(route.method.toUpperCase(), pathOf(route), handlerOf(route, parts));
  for (const [path, methods] of methodsByPath(routes)) {
    app.all(path, async (c) => {
      await parts.admission.admit(c, null);
      throw wrongMethod(c.req.method, methods);
    });
  }
  app.notFound(async (c) => {
    await parts.admission.admit(c, null);
    throw unknownRoute(c.req.path);
  });
  app.onError((error, c) => {
    const instance = c.req.path;
    const problem = problemOf(error, { requestId: c.get('requestId'), instance });
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
