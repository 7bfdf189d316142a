import type { EnvironmentView } from '../config/environment.js';
import type { EndpointConfig } from '../config/file/user-config.js';
import { fillVariables } from '../config/fill-variables.js';
import type { Issues, Sourced } from '../config/issues.js';
import type { MergedConfig } from '../config/merge-environment.js';
import { settingsOptions } from '../config/options/settings-options.js';
import { type DraftSecret, type EndpointDraft, sourced, type VariableEndpoint } from './draft.js';
import { urlVariable } from './variables.js';

interface Sources {
  readonly merged: MergedConfig;
  readonly view: EnvironmentView;
  readonly issues: Issues;
}

/**
 * Joins what variables and the config file say, by name. A variable wins over the same key of the file; the file
 * adds what variables cannot say (headers, auth, schedule). Two URLs for one name are a fault: one of two
 * receivers would silently get nothing, or another's headers.
 */
export function draftEndpoints(
  fromVariables: readonly VariableEndpoint[],
  sources: Sources,
): readonly EndpointDraft[] {
  const entries = sources.merged.config.webhooks?.endpoints ?? {};
  const variableNames = new Set(fromVariables.map(({ name }) => name));
  const own = Object.entries(entries).filter(([name]) => !variableNames.has(name));
  return [
    ...fromVariables.map((endpoint) => extended(endpoint, entryOf(entries, endpoint.name), sources)),
    ...own.flatMap(([name, entry]) => written(name, entry, sources) ?? []),
  ];
}

function entryOf(entries: Readonly<Record<string, EndpointConfig>>, name: string): EndpointConfig {
  return (Object.hasOwn(entries, name) ? entries[name] : undefined) ?? {};
}

function extended(endpoint: VariableEndpoint, entry: EndpointConfig, sources: Sources): EndpointDraft {
  const { name, url, secrets, events, format, impliedFormat, timeoutMs } = endpoint;
  if (entry.url !== undefined) {
    const message = `is also set by ${url.origin.path}; remove one, or rename the endpoint`;
    sources.issues.fault(originIn(sources, name, 'url'), message);
  }
  return {
    ...(impliedFormat === undefined ? {} : { format: impliedFormat }),
    ...fromEntry(name, entry, sources),
    source: 'environment',
    url,
    ...(secrets === undefined ? {} : { secrets }),
    ...(events === undefined ? {} : { events }),
    ...(format === undefined ? {} : { format }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

/** No URL is no fault: an entry may wait for a variable that only some machines have. */
function written(name: string, entry: EndpointConfig, sources: Sources): EndpointDraft | undefined {
  const origin = originIn(sources, name, 'url');
  const url = fillVariables(sourced(entry.url ?? '', origin), sources.view.variables, sources.issues);
  if (url === undefined) return undefined;
  if (url === '') {
    const variable = urlVariable(name);
    const also = variable === null ? '' : ` and ${variable} is not set`;
    sources.issues.warn(origin, `is not set${also}, so nothing is sent to "${name}"`);
    return undefined;
  }
  return { ...fromEntry(name, entry, sources), source: 'config', url: sourced(url, origin) };
}

function fromEntry(
  name: string,
  entry: EndpointConfig,
  sources: Sources,
): Omit<EndpointDraft, 'source' | 'url'> {
  const { events, format, timeoutMs, auth, schedule } = entry;
  const at = (...path: PropertyKey[]) => originIn(sources, name, ...path);
  return {
    name,
    secrets: secretsOf(name, entry, sources),
    headers: headersOf(name, entry, sources),
    allowInsecure:
      entry.allowInsecure ??
      sources.merged.config.webhooks?.allowInsecure ??
      settingsOptions.allowInsecure.default,
    ...(events === undefined
      ? {}
      : { events: events.map((value, index) => sourced(value, at('events', index))) }),
    ...(format === undefined ? {} : { format: sourced(format, at('format')) }),
    ...(timeoutMs === undefined ? {} : { timeoutMs: sourced(timeoutMs, at('timeoutMs')) }),
    ...(auth === undefined ? {} : { auth: sourced(auth, at('auth')) }),
    ...(schedule === undefined ? {} : { schedule }),
  };
}

function secretsOf(
  name: string,
  { secret, secrets }: EndpointConfig,
  sources: Sources,
): readonly DraftSecret[] {
  if (secret !== undefined && secrets !== undefined) {
    sources.issues.fault(originIn(sources, name, 'secrets'), 'stands beside "secret"; keep one of them');
  }
  if (secret !== undefined) {
    return [filled(sourced(secret, originIn(sources, name, 'secret')), sources) ?? []].flat();
  }
  return (secrets ?? []).flatMap((written, index) => {
    const at = (...path: PropertyKey[]) => originIn(sources, name, 'secrets', index, ...path);
    if (typeof written === 'string') return filled(sourced(written, at()), sources) ?? [];
    const value = filled(sourced(written.secret, at('secret')), sources);
    const until = filled(sourced(written.until, at('until')), sources);
    return value === undefined || until === undefined ? [] : { ...value, until };
  });
}

/** Names of headers compare without case; those of the endpoint replace those of all endpoints. */
function headersOf(
  name: string,
  entry: EndpointConfig,
  sources: Sources,
): ReadonlyMap<string, Sourced<string>> {
  const shared = Object.entries(sources.merged.config.webhooks?.headers ?? {});
  const own = Object.entries(entry.headers ?? {});
  const ownNames = new Set(own.map(([header]) => header.toLowerCase()));
  const headers = new Map<string, Sourced<string>>();
  const add = (header: string, written: Sourced<string>) => {
    const value = filled(written, sources);
    if (value !== undefined) headers.set(header, value);
  };
  for (const [header, value] of shared) {
    if (ownNames.has(header.toLowerCase())) continue;
    add(header, sourced(value, sources.merged.originOf(['webhooks', 'headers', header])));
  }
  for (const [header, value] of own) add(header, sourced(value, originIn(sources, name, 'headers', header)));
  return headers;
}

function filled(written: Sourced<string>, { view, issues }: Sources): Sourced<string> | undefined {
  const value = fillVariables(written, view.variables, issues);
  return value === undefined ? undefined : sourced(value, written.origin);
}

function originIn({ merged }: Sources, name: string, ...path: readonly PropertyKey[]) {
  return merged.originOf(['webhooks', 'endpoints', name, ...path]);
}
