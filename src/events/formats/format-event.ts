import { ConfitureError } from '../../errors.js';
import { maskText } from '../../redaction/redaction.js';
import { truncate } from '../../text/truncate.js';
import type { FormatFunction, FormatName } from '../endpoint.js';
import type { ConfitureEvent } from '../event.js';
import { serialize } from '../serializer.js';
import { cloudevents } from './cloudevents.js';
import { confiture } from './confiture.js';
import { discord } from './discord.js';
import { envelope } from './envelope.js';
import { flat } from './flat.js';
import type { FormatEndpoint } from './format-endpoint.js';
import { opsgenie, opsgeniePath } from './opsgenie.js';
import { pagerduty } from './pagerduty.js';
import { slack } from './slack.js';
import { teams } from './teams.js';
import { vendorKey } from './vendor-key.js';

type Writer = (event: ConfitureEvent, endpoint: FormatEndpoint) => unknown;

const writers: Readonly<Record<FormatName, Writer>> = {
  confiture,
  flat,
  envelope,
  cloudevents,
  slack,
  discord,
  teams,
  pagerduty,
  opsgenie,
};

export interface FormattedEvent {
  /** Exactly the text to sign and to send. */
  readonly body: string;
  readonly contentType: string;
  /** Headers the vendor asks for; they hold the endpoint's secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** To be appended to the endpoint's URL for this request. */
  readonly path?: string;
}

/**
 * The request an endpoint of `format` gets for `event`. Throws ENDPOINT_INVALID where a vendor's key is missing, or
 * where a format function throws, whose masked message is then told, or returns a value that is not JSON.
 */
export function formatEvent(
  event: ConfitureEvent,
  endpoint: FormatEndpoint & { readonly format: FormatName | FormatFunction },
): FormattedEvent {
  const { format } = endpoint;
  if (typeof format === 'function') {
    return { body: writeOwn(event, endpoint.name, format), contentType: 'application/json' };
  }
  const body = serialize(writers[format](event, endpoint));
  if (format === 'cloudevents') return { body, contentType: 'application/cloudevents+json' };
  if (format !== 'opsgenie') return { body, contentType: 'application/json' };
  const key = vendorKey(endpoint, 'opsgenie', 'API key of the Opsgenie integration');
  const path = opsgeniePath(event);
  return {
    body,
    contentType: 'application/json',
    headers: { Authorization: `GenieKey ${key}` },
    ...(path === '' ? {} : { path }),
  };
}

function writeOwn(event: ConfitureEvent, name: string, format: FormatFunction): string {
  let body: unknown;
  try {
    body = format(event, { name });
  } catch (cause) {
    throw new ConfitureError(
      'ENDPOINT_INVALID',
      `the format function of endpoint "${name}" failed for a ${event.type} event: ${thrownText(cause)}`,
      { hint: 'Mend the function; it gets every type that the endpoint subscribes to.', cause },
    );
  }
  try {
    return serialize(body);
  } catch (cause) {
    const reason = 'did not return JSON for a';
    throw new ConfitureError(
      'ENDPOINT_INVALID',
      `the format function of endpoint "${name}" ${reason} ${event.type} event`,
      {
        hint: 'Return plain objects, arrays, strings, finite numbers, booleans or null, and handle every type it gets.',
        cause,
      },
    );
  }
}

const MOST_CHARACTERS = 300;

/** The message of what a function of the user's threw, masked. Never throws, whatever was thrown. */
function thrownText(thrown: unknown): string {
  try {
    const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
    return truncate(maskText(text), MOST_CHARACTERS);
  } catch {
    return 'it threw a value that cannot be shown';
  }
}
