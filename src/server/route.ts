import type { z } from 'zod';
import type { TokenScope } from '../storage/tokens/token-scope.js';
import type { ServerContext } from './server-context.js';

/** On whose behalf a request acts; what the audit log and events say of it. */
export interface RequestActor {
  /** The name of the token. */
  readonly actor: string;
  readonly source: 'token';
  readonly tokenId: string;
  readonly tokenName: string;
  /** Address of the client, behind trusted proxies the one that they name. */
  readonly address: string;
  readonly scopes: readonly TokenScope[];
}

/** What a route is called with; `params`, `query` and `body` are what its schemas gave. */
export interface RouteRequest<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly actor: RequestActor;
  /** `req_…`, also in the answer's `X-Request-Id` and in problems. */
  readonly requestId: string;
  /** Address of the client, also where there is no token. */
  readonly address: string;
  /** Value of `If-Match`; null where it was not sent. */
  readonly ifMatch: string | null;
  /** Milliseconds that `Prefer: wait=…` allows for an early answer; 0 without it. */
  readonly preferWaitMs: number;
  /** Aborts where the client goes away, its token is revoked, or the server stops; a long answer ends then. */
  readonly signal: AbortSignal;
  /** A header of the request by its name in lower case; null where it was not sent. */
  header(name: string): string | null;
}

/** One of the answers that success can have. */
export interface AnswerDefinition {
  readonly description: string;
  /** Of the JSON body, or of the text where `contentType` names another type; without it there is no body. */
  readonly schema?: z.ZodType;
  /** Default: `application/json`. */
  readonly contentType?: string;
  /** Other types of the same content; the header `content-type` of an answer says which it has. */
  readonly otherContentTypes?: readonly string[];
  /** Headers of this answer beside those of all, by name, with their meaning. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type AnswerDefinitions = Readonly<Record<number, AnswerDefinition>>;

type AnswerBody<D> = D extends { readonly contentType: string }
  ? string | ReadableStream<Uint8Array>
  : D extends { readonly schema: infer S extends z.ZodType }
    ? z.output<S>
    : undefined;

/** What a route answers with: one of its declared statuses with the body that belongs to it. */
export type RouteAnswer<A extends AnswerDefinitions> = {
  [S in keyof A & number]: {
    readonly status: S;
    readonly headers?: Readonly<Record<string, string>>;
  } & (AnswerBody<A[S]> extends undefined
    ? { readonly body?: undefined }
    : { readonly body: AnswerBody<A[S]> });
}[keyof A & number];

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

interface RouteFacts {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Below `/v1`, with parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  /** One sentence. */
  readonly summary: string;
  readonly description?: string;
  /** The scope that a token needs; `any` where each token will do; null for the few routes that need none. */
  readonly scope: TokenScope | 'any' | null;
  /** True for routes that stand beside `/v1`: health and metrics. */
  readonly isOutsideV1?: true;
  /** True where a POST takes no `Idempotency-Key`, because it changes nothing or gives a session. */
  readonly isRepeatable?: true;
  /** Top-level fields of the answer that are shown once: a repeat by `Idempotency-Key` has null in them. */
  readonly shownOnce?: readonly string[];
  /** Codes of problems that are this route's own, for the document. */
  readonly problems?: readonly string[];
}

/** A route as the server and the document see it. */
export interface Route extends RouteFacts {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answers: AnswerDefinitions;
  handle(request: RouteRequest, server: ServerContext): Promise<AnyAnswer>;
}

/** An answer whose body is no longer known to fit its status. */
export interface AnyAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Declares a route. Requests are checked against its schemas before it is called, and the document is made from them;
 * an unknown parameter or field is a 422. Schemas of objects are strict. A literal in a body is written `as const`.
 */
export function defineRoute<
  A extends AnswerDefinitions,
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  route: RouteFacts & {
    readonly params?: P;
    readonly query?: Q;
    readonly body?: B;
    readonly answers: A;
    readonly handle: (
      request: RouteRequest<Parsed<P>, Parsed<Q>, Parsed<B>>,
      server: ServerContext,
    ) => Promise<RouteAnswer<NoInfer<A>>>;
  },
): Route {
  return route as unknown as Route;
}
