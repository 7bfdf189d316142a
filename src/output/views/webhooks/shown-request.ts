import { isSecretName } from '../../../redaction/secret-name.js';

/** A request as people may see it: without what only its receiver may know. */
export interface ShownRequest {
  readonly method: string;
  /** Origin alone: paths and queries of webhook URLs hold tokens. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const MASKED = '***';

/**
 * Masks the values of custom headers and of those whose name speaks of a secret, and every secret of the endpoint
 * wherever it stands; PagerDuty's key stands in the body. Signatures stay: they are no secret and tell a receiver's
 * author what to compare with.
 */
export function shownRequest(
  request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
  },
  hidden: { readonly secrets: readonly string[]; readonly customHeaders: readonly string[] },
): ShownRequest {
  const custom = new Set(hidden.customHeaders.map((name) => name.toLowerCase()));
  const { origin, pathname, search } = new URL(request.url);
  const rest = pathname.length > 1 || search !== '' ? '/…' : '/';
  const headers = Object.entries(request.headers).map(([name, value]) => {
    const isHidden = isSecretName(name) || custom.has(name.toLowerCase());
    return [name, isHidden ? MASKED : withoutSecrets(value, hidden.secrets)];
  });
  return {
    method: request.method,
    url: `${origin}${rest}`,
    headers: Object.fromEntries(headers),
    body: withoutSecrets(Buffer.from(request.body).toString('utf8'), hidden.secrets),
  };
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, MASKED), text);
}
