import { expect } from 'vitest';
import { exchangeFaults } from './openapi-check.js';

export interface ApiAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; the text of any other type; null without a body. */
  readonly body: Body;
}

export interface ApiRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a body is taken for where a test does not say. */
type AnyBody = Readonly<Record<string, unknown>>;
type Send = <Body = AnyBody>(path: string, request?: ApiRequest) => Promise<ApiAnswer<Body>>;

/** Asks the server; each request that succeeds and each answer must be what its OpenAPI document says. */
export interface ApiClient {
  readonly get: Send;
  readonly post: Send;
  readonly patch: Send;
  readonly put: Send;
  readonly delete: Send;
  /** The same with another token; null for none. */
  with(token: string | null): ApiClient;
}

export function apiClient(url: string, token: string | null): ApiClient {
  const sender =
    (method: string): Send =>
    async <Body>(path: string, { body, headers = {} }: ApiRequest = {}) => {
      const response = await fetch(url + path, {
        method: method.toUpperCase(),
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'manual',
      });
      const text = await response.text();
      const type = response.headers.get('content-type')?.split(';')[0] ?? null;
      const answer = {
        status: response.status,
        headers: response.headers,
        body: type?.endsWith('json') ? JSON.parse(text) : text || null,
      };
      expect(exchangeFaults({ method, path, body }, { ...answer, type })).toEqual([]);
      return answer as ApiAnswer<Body>;
    };
  return {
    get: sender('get'),
    post: sender('post'),
    patch: sender('patch'),
    put: sender('put'),
    delete: sender('delete'),
    with: (other) => apiClient(url, other),
  };
}
