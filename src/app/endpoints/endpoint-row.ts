import type { Endpoint } from '../../events/endpoint.js';
import type { EndpointRow } from '../../output/views/webhooks/endpoints-view.js';

/** Only the host of the URL is shown: path and query of webhook URLs are often secrets. */
export function endpointRow({ name, source, url, events, format, secrets }: Endpoint): EndpointRow {
  return {
    name,
    source,
    host: URL.canParse(url) ? new URL(url).host : null,
    format: typeof format === 'string' ? format : 'function',
    events,
    signed: secrets.length > 0,
  };
}
