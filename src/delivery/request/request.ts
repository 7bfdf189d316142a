import { ConfitureError } from '../../errors.js';
import type { Endpoint } from '../../events/endpoint.js';
import type { ConfitureEvent } from '../../events/event.js';
import { formatEvent } from '../../events/formats/format-event.js';
import { signatureHeaders } from '../../events/signature/signature.js';
import { activeSecrets, secretTexts } from '../../events/signature/signing-secret.js';
import { withParent } from '../../events/trace-context.js';
import { fillEvent } from '../../templates/header-template.js';
import { isLoopback } from '../../text/loopback.js';
import type { Reach } from '../address-policy/address-guard.js';
import { confidentialParts } from './confidential-parts.js';
import { splitCredentials } from './url-credentials.js';

/** One attempt, ready to be sent. `body` holds the very bytes the signatures cover. All of it is secret. */
export interface DeliveryRequest {
  readonly url: string;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly reach: Reach;
  /** Texts to be masked in whatever the receiver answers: an echo must not be stored. */
  readonly confidential: readonly string[];
}

export interface RequestInput {
  readonly event: ConfitureEvent;
  readonly endpoint: Endpoint;
  /** Unix seconds of this attempt. */
  readonly timestampSeconds: number;
  /** Version of Confiture, for `User-Agent`. */
  readonly version: string;
  /** Span of this attempt where the event is part of a trace, 16 hexadecimal digits; default the event's own. */
  readonly spanId?: string;
}

/** Headers of the transport: set by it alone. */
const TRANSPORT =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|proxy-.*)$/i;

/**
 * The request of one attempt. Custom headers replace `X-Correlation-ID` and `traceparent`, and none that signs, identifies or
 * frames the request. Throws `ENDPOINT_INVALID` for a secret that would travel in the clear or cannot sign, and
 * whatever a format function of the config file throws.
 */
export function buildRequest({
  event,
  endpoint,
  timestampSeconds,
  version,
  spanId,
}: RequestInput): DeliveryRequest {
  const { url, authorization: basic } = splitCredentials(new URL(readableUrl(endpoint)));
  const authorization: readonly Header[] = basic === null ? [] : [['Authorization', basic]];
  const { format } = endpoint;
  const secrets = activeSecrets(endpoint.secrets, timestampSeconds * 1000);
  const [secret] = secrets;
  const formatted = formatEvent(event, { name: endpoint.name, format, ...(secret ? { secret } : {}) });
  const target = formatted.path === undefined ? url : appendPath(url, formatted.path);
  const body = Buffer.from(formatted.body, 'utf8');
  const custom = Object.entries(endpoint.headers)
    .filter(([name]) => !TRANSPORT.test(name))
    .map(([name, template]) => [name, fillEvent(template, event)] as const);
  const vendor = Object.entries(formatted.headers ?? {});
  const headers = mergeHeaders([
    ['X-Correlation-ID', event.correlation_id],
    ...traceHeader(event, spanId),
    ...authorization,
    ...custom,
    ...vendor,
    ['User-Agent', `Confiture/${version}`],
    ['Content-Type', formatted.contentType],
    ...Object.entries(signatureHeaders({ body, eventId: event.id, timestampSeconds, secrets, format })),
    ...sharedSecret(endpoint, url, secret),
  ]);
  const confidential = confidentialParts(
    url,
    [...authorization, ...custom, ...vendor],
    secretTexts(endpoint.secrets),
  );
  const reach = endpoint.source === 'database' ? 'public' : 'internal';
  return { url: target.href, method: 'POST', headers, body, reach, confidential };
}

type Header = readonly [name: string, value: string];

function traceHeader({ traceparent }: ConfitureEvent, spanId: string | undefined): readonly Header[] {
  if (traceparent === undefined) return [];
  return [['traceparent', spanId === undefined ? traceparent : withParent(traceparent, spanId)]];
}

function readableUrl({ url, name }: Endpoint): string {
  if (URL.canParse(url)) return url;
  throw new ConfitureError('ENDPOINT_INVALID', `endpoint ${name} has no valid URL`, {
    hint: 'Give it a URL such as https://hooks.example.com/confiture.',
  });
}

function sharedSecret({ auth, name }: Endpoint, url: URL, secret: string | undefined): readonly Header[] {
  if (auth !== 'shared-secret' || secret === undefined) return [];
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return [['X-Confiture-Secret', secret]];
  throw new ConfitureError('ENDPOINT_INVALID', `endpoint ${name} would send its secret over plain HTTP`, {
    hint: "Use an https URL, or leave out auth: 'shared-secret': signatures do not give the secret away.",
  });
}

function appendPath(url: URL, path: string): URL {
  const appended = new URL(url.pathname.replace(/\/$/, '') + path, url);
  for (const [name, value] of url.searchParams) appended.searchParams.append(name, value);
  return appended;
}

/** Later ones replace earlier ones whatever their case; the spelling of the last is kept. */
function mergeHeaders(headers: readonly Header[]): Record<string, string> {
  const merged = new Map(headers.map(([name, value]) => [name.toLowerCase(), [name, value] as const]));
  return Object.fromEntries(merged.values());
}
