import type { Issues } from '../config/issues.js';
import type { SigningSecret } from '../events/signature/signing-secret.js';
import { ed25519PrivateKey, secretKind } from '../redaction/secret-key.js';
import type { DraftSecret, EndpointDraft } from './draft.js';
import { parseRetirement } from './retirement-time.js';
import { isPrivateWay } from './url.js';
import { secretVariable } from './variables.js';

/** A reader of one signed request can guess shorter keys. */
const MIN_SECRET_BYTES = 16;

/** Formats whose receiver is told who we are by the secret itself. */
const FORMATS_WITH_KEY: ReadonlySet<unknown> = new Set(['pagerduty', 'opsgenie']);

/** Checks the secrets of an endpoint and what needs one. Messages repeat no part of them. */
export function checkSecrets(
  draft: EndpointDraft,
  url: URL | undefined,
  issues: Issues,
): readonly SigningSecret[] {
  const secrets = draft.secrets.map((secret) => checkSecret(secret, issues));
  if (draft.secrets.length === 0) checkNeeds(draft, issues);
  checkLast(draft.secrets, issues);
  checkWay(draft, url, issues);
  return secrets;
}

function checkSecret({ value, origin, until }: DraftSecret, issues: Issues): SigningSecret {
  const fault = secretFault(value);
  if (fault !== null) issues.fault(origin, fault);
  else if (Buffer.byteLength(value) < MIN_SECRET_BYTES) {
    issues.warn(
      origin,
      `is shorter than ${MIN_SECRET_BYTES} bytes and can be guessed; make one with a random generator`,
    );
  }
  if (until === undefined) return value;
  const untilMs = parseRetirement(until.value);
  if (untilMs === null) {
    issues.fault(until.origin, 'is no time; write it like 2026-02-01 (UTC) or 2026-02-01T12:00:00+01:00');
  }
  return { secret: value, untilMs: untilMs ?? 0 };
}

function secretFault(value: string): string | null {
  if (value === '' || value === 'whsec_') {
    return 'is empty; give it a value, or remove it to send unsigned requests';
  }
  const kind = secretKind(value);
  if (kind === 'ed25519-public') {
    return 'is a public key, which only verifies; sign with the whsk_ key and give this one to the receiver';
  }
  return kind === 'symmetric' || isPrivateKey(value)
    ? null
    : 'is no valid whsk_ key; it takes the base64 of seed and public key, 64 bytes';
}

function isPrivateKey(value: string): boolean {
  try {
    ed25519PrivateKey(value);
    return true;
  } catch {
    return false;
  }
}

/** Without one that stays, the day would come on which events go out unsigned. */
function checkLast(secrets: readonly DraftSecret[], issues: Issues): void {
  const [newest] = secrets;
  if (newest === undefined || secrets.some(({ until }) => until === undefined)) return;
  issues.fault(newest.origin, 'ends, as all secrets of this endpoint do; put the new one before it');
}

function checkNeeds({ name, source, auth, format, url }: EndpointDraft, issues: Issues): void {
  if (auth?.value === 'shared-secret')
    issues.fault(auth.origin, '"shared-secret" needs a secret, and there is none');
  const variable = source === 'environment' ? ` in ${secretVariable(name)}` : '';
  if (format !== undefined && FORMATS_WITH_KEY.has(format.value)) {
    issues.fault(
      url.origin,
      `needs a secret${variable}: format "${String(format.value)}" sends it as the service's key`,
    );
  }
}

function checkWay({ auth }: EndpointDraft, url: URL | undefined, issues: Issues): void {
  if (auth?.value !== 'shared-secret' || url === undefined || isPrivateWay(url)) return;
  issues.fault(
    auth.origin,
    '"shared-secret" sends the secret itself and therefore needs https or a loopback address',
  );
}
