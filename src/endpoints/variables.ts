import { type EnvironmentView, variableOf, variableOrigin } from '../config/environment.js';
import type { Issues, Sourced } from '../config/issues.js';
import { endpointOptions } from '../config/options/endpoint-options.js';
import { nearest } from '../text/nearest.js';
import { sourced, type VariableEndpoint } from './draft.js';
import { secretsFromVariables } from './secret-variables.js';

const PREFIX = 'CONFITURE_WEBHOOK_';

/** What may follow `CONFITURE_WEBHOOK_` or `CONFITURE_WEBHOOK_<NAME>_`. */
const SUFFIXES = [
  ...endpointOptions.url.variables,
  ...endpointOptions.secret.variables,
  ...endpointOptions.secrets.variables,
  ...endpointOptions.events.variables,
  ...endpointOptions.format.variables,
  ...endpointOptions.timeoutMs.variables,
] as const;
type Suffix = (typeof SUFFIXES)[number];

const STEM = new RegExp(`^${PREFIX}(?:[A-Z0-9][A-Z0-9_]{0,62}_)?(?=(?:${SUFFIXES.join('|')})$)`);

/** Variables of the Python Confiture's multi-webhook hook: a URL each; the suffixes but `URL` may follow them. */
const LEGACY = [
  { variable: 'WEBHOOK_ANALYTICS', name: 'analytics', format: 'flat' },
  { variable: 'WEBHOOK_DASHBOARD', name: 'dashboard', format: 'flat' },
  { variable: 'WEBHOOK_SLACK', name: 'slack', format: 'slack' },
] as const;

/**
 * The endpoints that variables describe. NAME may hold underscores; only the end of a variable is read as its
 * suffix, so `CONFITURE_WEBHOOK_URL` is endpoint `default` and `CONFITURE_WEBHOOK_SECRET_URL` is endpoint `secret`.
 * An empty URL switches an endpoint off.
 */
export function endpointsFromVariables(view: EnvironmentView, issues: Issues): readonly VariableEndpoint[] {
  const endpoints = [...stems(view, issues)].flatMap((stem) => fromStem(view, stem, issues) ?? []);
  return withoutDoubles([...endpoints, ...fromLegacy(view, issues)], issues);
}

/** The variable that holds the URL of endpoint `name`; null where the name has a character no variable can have. */
export function urlVariable(name: string): string | null {
  if (name.includes('-')) return null;
  return name === 'default' ? `${PREFIX}URL` : `${PREFIX}${name.toUpperCase()}_URL`;
}

/** The variable that holds the secret of endpoint `name`, which comes from variables. */
export function secretVariable(name: string): string {
  return variableFor(name, 'SECRET');
}

/** The variable that holds the format of endpoint `name`, which comes from variables. */
export function formatVariable(name: string): string {
  return variableFor(name, 'FORMAT');
}

/** The variable that says which events endpoint `name` gets, which comes from variables. */
export function eventsVariable(name: string, variables: Readonly<Record<string, string>>): string {
  const legacy = LEGACY.find((it) => it.name === name && variables[it.variable]);
  return legacy ? `${legacy.variable}_EVENTS` : variableFor(name, 'EVENTS');
}

function variableFor(name: string, suffix: Suffix): string {
  return name === 'default' ? PREFIX + suffix : `${PREFIX}${name.toUpperCase()}_${suffix}`;
}

/** The variables of endpoint `default`. */
export const webhookVariables: readonly string[] = SUFFIXES.map((suffix) => PREFIX + suffix);

/** `CONFITURE_WEBHOOK_OPS_URL` for `CONFITURE_WEBHOOKS_OPS_URL` and its like; undefined for everything else. */
export function nearestWebhookVariable(variable: string): string | undefined {
  const [, start, rest] = /^([A-Z]+_WEB_?[A-Z]*)_(.+)$/.exec(variable) ?? [];
  if (start === undefined || rest === undefined) return undefined;
  const isVariable = SUFFIXES.some((suffix) => rest === suffix || rest.endsWith(`_${suffix}`));
  return isVariable && nearest(`${start}_`, [PREFIX]) !== undefined ? PREFIX + rest : undefined;
}

/** The beginnings of variables, `CONFITURE_WEBHOOK_` and `CONFITURE_WEBHOOK_<NAME>_`, in order of names. */
function stems(view: EnvironmentView, issues: Issues): ReadonlySet<string> {
  const found = new Set<string>();
  for (const variable of Object.keys(view.variables).sort()) {
    if (!variable.startsWith(PREFIX)) continue;
    const stem = STEM.exec(variable);
    if (stem === null) warnUnknown(view, variable, issues);
    else found.add(stem[0]);
  }
  return found;
}

/** Not a fault: other programs may use such names too. */
function warnUnknown(view: EnvironmentView, variable: string, issues: Issues): void {
  const close = nearest(variable, webhookVariables);
  const advice = close === undefined ? `known ends are _${SUFFIXES.join(', _')}` : `did you mean ${close}?`;
  issues.warn(variableOrigin(view, variable), `is no variable of a webhook; ${advice}`);
}

function fromStem(view: EnvironmentView, stem: string, issues: Issues): VariableEndpoint | undefined {
  const url = read(view, stem, 'URL');
  const set = SUFFIXES.filter((suffix) => variableOf(view, stem + suffix) !== undefined);
  if (url === undefined) {
    reportWithoutUrl(view, stem, set, issues);
    return undefined;
  }
  const name = stem === PREFIX ? 'default' : stem.slice(PREFIX.length, -1).toLowerCase();
  return { name, url, ...detailsFrom(view, stem, issues) };
}

/** What the variables of an endpoint say beside its URL. */
function detailsFrom(
  view: EnvironmentView,
  stem: string,
  issues: Issues,
): Pick<VariableEndpoint, 'secrets' | 'events' | 'format' | 'timeoutMs'> {
  const secrets = secretsFromVariables(view, stem, issues);
  const events = read(view, stem, 'EVENTS');
  const format = read(view, stem, 'FORMAT');
  const timeoutMs = read(view, stem, 'TIMEOUT_MS');
  return {
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(events === undefined ? {} : { events: listOf(events) }),
    ...(format === undefined ? {} : { format }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

/** An unset URL is forgotten or misspelled; an empty one was left out on purpose or by a missing CI secret. */
function reportWithoutUrl(view: EnvironmentView, stem: string, set: readonly Suffix[], issues: Issues): void {
  const url = `${stem}URL`;
  if (url in view.variables) {
    if (set.length > 0)
      issues.warn(variableOrigin(view, url), 'is empty, so nothing is sent to its endpoint');
    return;
  }
  for (const suffix of set) {
    const origin = variableOrigin(view, stem + suffix);
    // A shell with `webhooks listen` in it has the secret alone.
    if (suffix.startsWith('SECRET')) issues.warn(origin, `is set without ${url}, so nothing is sent with it`);
    else issues.fault(origin, `is set without ${url}; set both or neither`);
  }
}

function read(view: EnvironmentView, stem: string, suffix: Suffix): Sourced<string> | undefined {
  const value = variableOf(view, stem + suffix);
  return value === undefined ? undefined : sourced(value, variableOrigin(view, stem + suffix));
}

function listOf({ value, origin }: Sourced<string>): readonly Sourced<string>[] {
  return value.split(',').map((item) => sourced(item.trim(), origin));
}

function fromLegacy(view: EnvironmentView, issues: Issues): readonly VariableEndpoint[] {
  return LEGACY.flatMap(({ variable, name, format }) => {
    const url = variableOf(view, variable);
    const stem = `${variable}_`;
    if (url === undefined) {
      warnWithoutUrl(view, { variable, stem }, issues);
      return [];
    }
    const origin = variableOrigin(view, variable);
    const endpoint = { name, url: sourced(url, origin), impliedFormat: sourced(format, origin) };
    return [{ ...endpoint, ...detailsFrom(view, stem, issues) }];
  });
}

/** Not a fault: other programs may use such names too. An empty URL is left out on purpose. */
function warnWithoutUrl(
  view: EnvironmentView,
  { variable, stem }: { readonly variable: string; readonly stem: string },
  issues: Issues,
): void {
  if (variable in view.variables) return;
  const set = SUFFIXES.filter((suffix) => suffix !== 'URL' && variableOf(view, stem + suffix) !== undefined);
  for (const suffix of set)
    issues.warn(
      variableOrigin(view, stem + suffix),
      `is set without ${variable}, so nothing is sent with it`,
    );
}

function withoutDoubles(endpoints: readonly VariableEndpoint[], issues: Issues): readonly VariableEndpoint[] {
  const byName = new Map<string, VariableEndpoint>();
  for (const endpoint of endpoints) {
    const first = byName.get(endpoint.name);
    if (first === undefined) byName.set(endpoint.name, endpoint);
    else {
      const message = `makes endpoint "${endpoint.name}", as ${first.url.origin.path} does; keep one of them`;
      issues.fault(endpoint.url.origin, message);
    }
  }
  return [...byName.values()];
}
