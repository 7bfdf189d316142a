import type { EndpointDraft } from './endpoint-draft.js';
import { isPrivateWay } from './endpoint-url.js';
import type { Findings } from './findings.js';

/** Shorter keys can be guessed by whoever sees one signed request. */
const MIN_SECRET_BYTES = 16;

/** Formats whose receiver is told who we are by the secret itself. */
const FORMATS_WITH_KEY: ReadonlySet<unknown> = new Set(['pagerduty', 'opsgenie']);

/** Checks the secrets of an endpoint and what needs one. Messages repeat no part of them. */
export function checkSecrets(
  draft: EndpointDraft,
  url: URL | undefined,
  findings: Findings,
): readonly string[] {
  for (const { value, place } of draft.secrets) {
    if (value === '')
      findings.fault(place, 'is empty; give it a value, or remove it to send unsigned requests');
    else if (Buffer.byteLength(value) < MIN_SECRET_BYTES) {
      findings.warn(
        place,
        `is shorter than ${MIN_SECRET_BYTES} bytes and can be guessed; make one with a random generator`,
      );
    }
  }
  const secrets = draft.secrets.map(({ value }) => value).filter((value) => value !== '');
  if (draft.secrets.length === 0) checkNeeds(draft, findings);
  checkWay(draft, url, findings);
  return secrets;
}

function checkNeeds({ auth, format, url }: EndpointDraft, findings: Findings): void {
  if (auth?.value === 'shared-secret')
    findings.fault(auth.place, '"shared-secret" needs a secret, and there is none');
  if (format !== undefined && FORMATS_WITH_KEY.has(format.value)) {
    findings.fault(
      url.place,
      `needs a secret: format "${String(format.value)}" sends it as the service's key`,
    );
  }
}

function checkWay({ auth }: EndpointDraft, url: URL | undefined, findings: Findings): void {
  if (auth?.value !== 'shared-secret' || url === undefined || isPrivateWay(url)) return;
  findings.fault(
    auth.place,
    '"shared-secret" sends the secret itself and therefore needs https or a loopback address',
  );
}
