/** For receivers in Node: checks what Confiture sent and gives it its types. Depends on nothing but `node:crypto`. */
import { ConfitureError } from './errors.js';
import {
  type IncomingHeaders,
  SIGNATURE_HEADERS,
  type SignatureFault,
  type SignatureScheme,
  type Verification,
  verifyRequest,
} from './events/signature/verify.js';

export type { ActionData, ActorData } from './events/catalog/actor.js';
export type { ApprovalData } from './events/catalog/approval.js';
export type { EndpointData, WebhookTestData } from './events/catalog/endpoint.js';
export type { ErrorData, Resolution } from './events/catalog/error.js';
export type { MigrationData } from './events/catalog/migration-data.js';
export type { PhaseData } from './events/catalog/phase.js';
export type { RunData } from './events/catalog/run.js';
export type { SteeringData } from './events/catalog/steering.js';
export type { ValidationData, ValidationFailure } from './events/catalog/validation.js';
export type { ConfitureEvent, EventDataMap, EventType } from './events/event.js';
export type { ActorSource, DatabaseFacts, ErrorFacts } from './events/facts.js';
export { type ParsedEvent, parseEvent } from './events/parse/parse-event.js';
export { type ConfiturePayload, parsePayload } from './events/parse/parse-payload.js';
export type { IncomingHeaders, SignatureFault, SignatureScheme } from './events/signature/verify.js';

/** Headers as `fetch` has them. */
export interface HeaderReader {
  get(name: string): string | null;
}

export interface VerifyOptions {
  /** How far the sender's clock may be from ours, either way, in seconds. Default 300. */
  readonly toleranceSeconds?: number;
  /**
   * Schemes of which one must hold. Default: all. Only `standard` covers the time and the id, so a receiver that
   * must not be fooled by an old request sent again takes `['standard']`.
   */
  readonly schemes?: readonly SignatureScheme[];
  /** Unix seconds; default the system's clock. */
  readonly nowSeconds?: number;
}

export type VerifyResult =
  | { readonly ok: true; readonly scheme: SignatureScheme }
  /** `reason` of the scheme that came closest; `message` is a sentence for a log, without secrets. */
  | { readonly ok: false; readonly reason: SignatureFault; readonly message: string };

/** The strongest first. */
const SCHEMES: readonly SignatureScheme[] = ['standard', 'sensei', 'confiture'];

const NAMES = [
  'webhook-id',
  'webhook-timestamp',
  ...SCHEMES.map((scheme) => SIGNATURE_HEADERS[scheme].toLowerCase()),
];

/** From what says most about a request to what says least. */
const REASONS: readonly SignatureFault[] = ['stale', 'future', 'mismatch', 'malformed', 'missing'];

const SENTENCES: Readonly<Record<SignatureFault, string>> = {
  missing: 'no signature of an accepted scheme was sent',
  malformed: 'the signature headers are malformed',
  stale: 'the request is too old, or the clock of this machine is ahead',
  future: 'the request comes from the future: the clock of this machine is behind',
  mismatch: 'no secret made this signature of this body; it must be the raw body, before any parsing',
};

/**
 * Checks the signatures of a request in constant time. `body` is the raw body; `secrets` are all that may have signed:
 * during a rotation the old and the new one, `whsk_` or `whpk_` keys for Ed25519. Never throws for what was sent;
 * throws `ENDPOINT_INVALID` for a malformed secret, and where there is none.
 */
export function verify(
  headers: IncomingHeaders | HeaderReader,
  body: string | Uint8Array,
  secrets: string | readonly string[],
  options: VerifyOptions = {},
): VerifyResult {
  const { schemes = SCHEMES, nowSeconds = Math.floor(Date.now() / 1000), toleranceSeconds = 300 } = options;
  const all = [secrets].flat();
  if (all.length === 0) throw noSecret();
  const verification = verifyRequest({
    headers: isReader(headers) ? read(headers) : headers,
    body,
    secrets: all,
    nowSeconds,
    toleranceSeconds,
  });
  const scheme = SCHEMES.find((it) => schemes.includes(it) && verification.schemes[it].ok);
  if (scheme !== undefined && verification.verified) return { ok: true, scheme };
  const reason = closest(verification, scheme === undefined ? schemes : ['standard']);
  return { ok: false, reason, message: SENTENCES[reason] };
}

function noSecret(): ConfitureError {
  return new ConfitureError('ENDPOINT_INVALID', 'there is no secret to verify with', {
    hint: 'Give verify() the secret the sender signs with; without one nothing can be verified.',
  });
}

function closest({ schemes }: Verification, accepted: readonly SignatureScheme[]): SignatureFault {
  const faults = accepted.map((scheme) => schemes[scheme]).flatMap((it) => (it.ok ? [] : it.reason));
  return REASONS.find((reason) => faults.includes(reason)) ?? 'missing';
}

function isReader(headers: IncomingHeaders | HeaderReader): headers is HeaderReader {
  return typeof headers.get === 'function';
}

function read(headers: HeaderReader): IncomingHeaders {
  return Object.fromEntries(NAMES.map((name) => [name, headers.get(name) ?? undefined]));
}
