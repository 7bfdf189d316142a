import type { Context, Handler } from 'hono';
import { ConfitureError } from '../errors.js';
import type { AppEnv } from './app-env.js';
import type { Admission } from './auth/admission.js';
import { checkRequest, queryOf } from './conventions/check-request.js';
import { onceOnly } from './conventions/idempotency.js';
import { readBody } from './conventions/read-body.js';
import type { OpenRequests } from './http/open-requests.js';
import type { AnyAnswer, RequestActor, Route, RouteRequest } from './route.js';
import type { ServerContext } from './server-context.js';

/** What handling needs beside the context that routes see. */
export interface HandlingParts {
  readonly server: ServerContext;
  readonly admission: Admission;
  readonly requests: OpenRequests;
  /** Holds each answer to its schema, for tests: one that does not fit is a 500. */
  readonly checksAnswers: boolean;
  /** A failure, masked, for the log. */
  readonly describe: (thrown: unknown) => string;
}

const MOST_WAIT_SECONDS = 30;
const LONGEST_MS = 60_000;
const NO_ACTOR: RequestActor = {
  actor: 'anonymous',
  source: 'token',
  tokenId: '',
  tokenName: '',
  address: '',
  scopes: [],
};

/** The way of a request through one route: the caller, the question, the answer. */
export function handlerOf(route: Route, parts: HandlingParts): Handler<AppEnv> {
  const { admission, requests, server, checksAnswers } = parts;
  const { scope } = route;
  return async (c) => {
    const actor = scope === null ? NO_ACTOR : await admission.admit(c, scope === 'any' ? null : scope);
    c.set('actor', actor);
    const signal = requests.add(actor.tokenId, c.env.outgoing);
    const request = await requestOf(route, c, actor, signal);
    const answer = await inTime(onceOnly(route, request, server, () => route.handle(request, server)));
    if (checksAnswers) checkAnswer(route, answer);
    return responseOf(route, answer);
  };
}

/** A stream is answered with at once and may go on for longer. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLate()), LONGEST_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(): ConfitureError {
  return new ConfitureError('REQUEST_TIMED_OUT', `the request was not done within ${LONGEST_MS / 1000} s`, {
    hint: 'Ask for less at once. What it began may still take effect.',
    details: { status: 503 },
  });
}

async function requestOf(
  route: Route,
  c: Context<AppEnv>,
  actor: RequestActor,
  signal: AbortSignal,
): Promise<RouteRequest> {
  const { raw } = c.req;
  const hasBody = route.method !== 'get';
  const checked = checkRequest({
    path: { schema: route.params, value: c.req.param() },
    query: { schema: route.query, value: queryOf(new URL(raw.url).searchParams) },
    body: {
      schema: route.body,
      value: hasBody ? await readBody(raw, raw.headers.has('authorization')) : undefined,
    },
  });
  return {
    params: checked.path,
    query: checked.query,
    body: checked.body,
    actor,
    requestId: c.get('requestId'),
    address: c.get('address'),
    ifMatch: raw.headers.get('if-match'),
    preferWaitMs: preferredWait(raw.headers.get('prefer')),
    signal,
    header: (name) => raw.headers.get(name),
  };
}

function preferredWait(prefer: string | null): number {
  const [, seconds = '0'] = /(?:^|,)\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:,|;|$)/i.exec(prefer ?? '') ?? [];
  return Math.min(Number(seconds), MOST_WAIT_SECONDS) * 1000;
}

function checkAnswer({ answers, operationId }: Route, { status, body }: AnyAnswer): void {
  const answer = answers[status];
  if (answer === undefined)
    throw new Error(`${operationId} answered with ${status}, which it does not declare`);
  if (answer.contentType === undefined) answer.schema?.parse(body);
}

function responseOf({ answers }: Route, { status, body, headers = {} }: AnyAnswer): Response {
  if (body === undefined) return new Response(null, { status, headers });
  const { contentType } = answers[status] ?? {};
  if (contentType !== undefined)
    return new Response(body as string | ReadableStream, {
      status,
      headers: { 'content-type': contentType, ...headers },
    });
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}
