import type { Scope } from '../../storage/scope.js';
import type { MasterKey } from './master-key.js';
import { type SealContext, seal, unseal } from './sealing.js';
import type { SealedParts, SecretParts, StoredEndpoint, StoredSecret } from './stored-endpoint.js';

/** What an endpoint sends to, or why that cannot be known here. */
export type Unsealed =
  | { readonly kind: 'unsealed'; readonly parts: SecretParts }
  /** `keyId` is not among the keys of this process. */
  | { readonly kind: 'key-missing'; readonly keyId: string }
  /** The key is here, and the row is not what it has sealed. */
  | { readonly kind: 'altered'; readonly keyId: string };

/** Seals the parts of endpoint `id` with `key`. */
export function sealParts(id: string, scope: Scope, parts: SecretParts, key: MasterKey): SealedParts {
  const context = contextOf(id, scope);
  return {
    keyId: key.id,
    sealedUrl: seal(parts.url, key, context('url')),
    sealedHeaders: seal(JSON.stringify(parts.headers), key, context('headers')),
    sealedSecrets: seal(JSON.stringify(parts.secrets), key, context('secrets')),
  };
}

export function unsealParts(
  { id, keyId, sealedUrl, sealedHeaders, sealedSecrets }: Pick<StoredEndpoint, 'id' | keyof SealedParts>,
  scope: Scope,
  keys: readonly MasterKey[],
): Unsealed {
  const key = keys.find((each) => each.id === keyId);
  if (key === undefined) return { kind: 'key-missing', keyId };
  const context = contextOf(id, scope);
  const url = unseal(sealedUrl, key, context('url'));
  const headers = unseal(sealedHeaders, key, context('headers'));
  const secrets = unseal(sealedSecrets, key, context('secrets'));
  if (url === null || headers === null || secrets === null) return { kind: 'altered', keyId };
  return {
    kind: 'unsealed',
    parts: {
      url,
      headers: JSON.parse(headers) as SecretParts['headers'],
      secrets: JSON.parse(secrets) as readonly StoredSecret[],
    },
  };
}

function contextOf(id: string, { project, environment }: Scope) {
  return (column: SealContext['column']): SealContext => ({ project, environment, id, column });
}
