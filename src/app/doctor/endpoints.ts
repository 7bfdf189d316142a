import { lookup } from 'node:dns/promises';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from '../../events/endpoint.js';
import { type Check, failed, ok, warning } from './check.js';

export interface EndpointOptions {
  /** Rejects where the name has no address; only for tests another one. */
  readonly resolve?: (host: string) => Promise<unknown>;
  /** Names are then looked up by a proxy. */
  readonly hasProxy: boolean;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 3_000;

/** Looks the hosts of all endpoints up at the same time, and sends nothing. Of a URL only scheme and host are told. */
export async function checkEndpoints(
  endpoints: readonly Pick<Endpoint, 'name' | 'url'>[],
  { resolve = lookup, hasProxy, timeoutMs = TIMEOUT_MS }: EndpointOptions,
): Promise<Check[]> {
  const end = new AbortController();
  const timeout = sleep(timeoutMs, 'late' as const, { signal: end.signal });
  timeout.catch(() => {});
  try {
    return await Promise.all(
      endpoints.map(async ({ name, url }) => {
        const { protocol, hostname } = new URL(url);
        const host = hostname.replace(/^\[|\]$/g, '');
        const found =
          net.isIP(host) > 0 ||
          Promise.race([
            resolve(host).then(
              () => true,
              () => false,
            ),
            timeout,
          ]);
        return verdict(`endpoint ${name}`, `${protocol}//${hostname}`, await found, hasProxy);
      }),
    );
  } finally {
    end.abort();
  }
}

function verdict(name: string, place: string, found: boolean | 'late', hasProxy: boolean): Check {
  if (found === true) return ok(name, place);
  if (hasProxy) return ok(name, `${place}, which is looked up by the proxy`);
  if (found === 'late')
    return warning(name, `${place}: looking the name up takes too long`, 'Check the name server.');
  return failed(
    name,
    'ENDPOINT_INVALID',
    `${place}: the name has no address`,
    'Correct the URL, or run where its name is known.',
  );
}
