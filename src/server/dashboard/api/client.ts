import { noteServerTime } from '../time/server-clock.js';
import { ApiProblem } from './api-problem.js';
import { defaults } from './generated.js';

/** The folder that the page is served from, with no slash behind it: `` or `/confiture`. */
export const basePath = new URL(document.baseURI).pathname.replace(/\/$/, '');

defaults.baseUrl = basePath === '' ? '/' : basePath;
defaults.fetch = async (input, init) => {
  const response = await fetch(input, { ...init, credentials: 'same-origin' });
  noteServerTime(response.headers.get('date'), Date.now());
  return response;
};

interface Answer {
  readonly status: number;
  readonly data?: unknown;
}

type SuccessOf<A extends Answer> = Extract<A, { readonly status: 200 | 201 | 202 | 204 }>['data'];

/** The body of a successful answer. @throws ApiProblem for every other, and what `fetch` throws where there is none. */
export async function dataOf<A extends Answer>(answer: Promise<A>): Promise<SuccessOf<A>> {
  const { status, data } = await answer;
  if (status < 200 || status >= 300) throw new ApiProblem(status, data);
  return data as SuccessOf<A>;
}

/** What was read, and the tag that a change of it names in `If-Match`. */
export interface Tagged<Data> {
  readonly data: Data;
  readonly etag: string;
}

/** The body of a successful answer with its `ETag`. @throws as `dataOf` does */
export async function taggedOf<A extends Answer & { readonly headers: Headers }>(
  answer: Promise<A>,
): Promise<Tagged<SuccessOf<A>>> {
  const data = await dataOf(answer);
  return { data, etag: (await answer).headers.get('etag') ?? '*' };
}

/**
 * An option for a request that must act once, however often it is sent. A page that came without TLS from another host has
 * no `crypto.randomUUID`.
 */
export function once(): { readonly idempotencyKey: string } {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return { idempotencyKey: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}
