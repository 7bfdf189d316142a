import { isIP } from 'node:net';
import { ConfitureError } from '../../errors.js';

export interface OriginSettings {
  /** Null where the server is reached without a proxy. */
  readonly publicUrl: string | null;
  readonly host: string;
}

/** What the server is called from outside. */
export interface OwnOrigin {
  /** Path of `publicUrl` without its last slash; empty at the root. */
  readonly basePath: string;
  /** True where browsers reach the server by https. */
  readonly isSecure: boolean;
  /** Refuses what names another host, or what a page of another origin sent. @throws HOST_REFUSED, ORIGIN_REFUSED */
  check(headers: Headers): void;
  /** Refuses a change that a cookie allows and no page of this origin asked for. @throws ORIGIN_REFUSED */
  checkSameOrigin(request: Pick<Request, 'headers' | 'method'>): void;
}

/**
 * Refuses what a page of another origin sends. A page can lead the name of its own site to this server (DNS rebinding),
 * but cannot change the name in `Host`; a numeric address cannot be led anywhere, so each is taken.
 */
export function ownOriginOf({ publicUrl, host }: OriginSettings): OwnOrigin {
  const url = publicUrl === null ? null : new URL(publicUrl);
  const isOwnHost = (name: string) =>
    name === url?.hostname || name === host || name === 'localhost' || isIP(name) !== 0;
  return {
    basePath: url?.pathname.replace(/\/+$/, '') ?? '',
    isSecure: url?.protocol === 'https:',
    check(headers) {
      const named = headers.get('host') ?? '';
      if (!isOwnHost(hostName(named))) throw hostRefused();
      const origin = headers.get('origin');
      if (origin !== null && origin !== url?.origin && hostOf(origin) !== named.toLowerCase())
        throw originRefused();
    },
    checkSameOrigin({ headers, method }) {
      if (method === 'GET' || method === 'HEAD') return;
      if (headers.has('origin') || headers.get('sec-fetch-site') === 'same-origin') return;
      throw originRefused();
    },
  };
}

/** The name of a `Host` header, without port and brackets. */
function hostName(host: string): string {
  return (/^\[([^\]]*)\](?::\d+)?$/.exec(host) ?? /^([^:]*)(?::\d+)?$/.exec(host))?.[1]?.toLowerCase() ?? '';
}

/** Host and port of an origin; null for one that has none, as that of a sandboxed page. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function hostRefused(): ConfitureError {
  return new ConfitureError('HOST_REFUSED', 'the request names a host that this server does not have', {
    hint: 'Set serve.publicUrl, or --public-url, to the URL under which it is reached.',
  });
}

function originRefused(): ConfitureError {
  return new ConfitureError('ORIGIN_REFUSED', 'a page of another origin sent the request', {
    hint: 'Set serve.publicUrl, or --public-url, to the URL under which the page is reached.',
  });
}
