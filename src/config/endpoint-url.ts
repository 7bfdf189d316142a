import type { EndpointDraft } from './endpoint-draft.js';
import type { Findings } from './findings.js';
import { isLoopback } from './loopback.js';

/** The URL of an endpoint, or undefined after a fault. Messages repeat no part of it: paths and queries hold tokens. */
export function checkUrl(draft: EndpointDraft, environment: string, findings: Findings): URL | undefined {
  const { value, place } = draft.url;
  if (!URL.canParse(value)) {
    findings.fault(place, 'is no valid URL; write https://HOST/PATH');
    return undefined;
  }
  const url = new URL(value);
  const fault = urlFault(url, draft.allowInsecure || environment === 'local');
  if (fault === null) return url;
  findings.fault(place, fault);
  return undefined;
}

/** True where a secret in a header cannot be read on the way. */
export function isPrivateWay(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url.hostname);
}

function urlFault(url: URL, allowsPlain: boolean): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https:// or http://';
  if (url.username !== '' || url.password !== '') {
    return 'holds a user name or password; send them in an Authorization header instead';
  }
  if (allowsPlain || isPrivateWay(url)) return null;
  return 'must use https outside environment "local"; set allowInsecure to send events unencrypted';
}
