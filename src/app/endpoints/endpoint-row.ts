import type { StoredEndpoint } from '../../endpoints/stored/stored-endpoint.js';
import type { StoredEndpoints } from '../../endpoints/stored/stored-endpoints.js';
import type { Endpoint } from '../../events/endpoint.js';
import type { EndpointRow } from '../../output/views/webhooks/endpoints-view.js';
import { lockedSentence } from './stored/refresh.js';

/** The endpoints of settings and database. One of the database that has the name of another is hidden by it. */
export function endpointRows(configured: readonly Endpoint[], stored: StoredEndpoints): EndpointRow[] {
  const locked = new Map(stored.locked().map((each) => [each.name, lockedSentence(each)]));
  const names = new Set(configured.map(({ name }) => name));
  return [
    ...configured.map(endpointRow),
    ...stored
      .entries()
      .filter(({ row }) => !names.has(row.name))
      .map(({ row, endpoint }) => storedRow(row, endpoint, locked.get(row.name) ?? null)),
  ];
}

/** Only the host of the URL is shown: path and query of webhook URLs are often secrets. */
function endpointRow({ name, source, url, events, format, secrets }: Endpoint): EndpointRow {
  return {
    name,
    id: null,
    source,
    host: hostOf(url),
    format: typeof format === 'string' ? format : 'function',
    events,
    signed: secrets.length > 0,
    locked: null,
    urlChangedAt: null,
    rotatedAt: null,
    overlapUntil: null,
  };
}

function storedRow(row: StoredEndpoint, endpoint: Endpoint | null, locked: string | null): EndpointRow {
  const { id, name, format, events, urlChangedAt, rotatedAt, overlapUntil } = row;
  const host = endpoint === null ? null : hostOf(endpoint.url);
  return {
    name,
    id,
    source: 'database',
    host,
    format,
    events,
    signed: true,
    locked,
    urlChangedAt,
    rotatedAt,
    overlapUntil,
  };
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}
