import type { Issues } from '../config/issues.js';
import { isLoopback } from '../text/loopback.js';
import type { EndpointDraft } from './draft.js';

/**
 * The URL of an endpoint, or undefined after a fault. Messages repeat no part of it: paths and queries hold tokens. A
 * user name and a password are sent as HTTP Basic, as other HTTP clients do.
 */
export function checkUrl(draft: EndpointDraft, environment: string, issues: Issues): URL | undefined {
  const { value, origin } = draft.url;
  if (!URL.canParse(value)) {
    issues.fault(origin, 'is no valid URL; write https://HOST/PATH');
    return undefined;
  }
  const url = new URL(value);
  const fault = urlFault(url, draft.allowInsecure || environment === 'local');
  if (fault === null) {
    if (url.username !== '' || url.password !== '') warnOfCredentials(draft, url, issues);
    return url;
  }
  issues.fault(origin, fault);
  return undefined;
}

function warnOfCredentials({ url: { origin }, headers }: EndpointDraft, url: URL, issues: Issues): void {
  if ([...headers.keys()].some((name) => name.toLowerCase() === 'authorization'))
    issues.warn(
      origin,
      'holds a user name or password that is not sent, because of the Authorization header',
    );
  else if (!isPrivateWay(url))
    issues.warn(origin, 'holds a user name or password, which is sent unencrypted; use https');
}

/** True where a secret in a header cannot be read on the way. */
export function isPrivateWay(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url.hostname);
}

function urlFault(url: URL, allowsPlain: boolean): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https:// or http://';
  if (allowsPlain || isPrivateWay(url)) return null;
  return 'must use https outside environment "local"; set allowInsecure to send events unencrypted';
}
