import { eventFault } from '../config/file/event-pattern.js';
import { formatFault, isFormatName } from '../config/file/format-name.js';
import type { Issues, Sourced } from '../config/issues.js';
import { endpointOptions } from '../config/options/endpoint-options.js';
import type { Endpoint } from '../events/endpoint.js';
import { defaultEnvironmentPatterns } from '../events/patterns.js';
import type { EndpointDraft } from './draft.js';
import { checkHeaders } from './headers.js';
import { checkSecrets } from './secrets.js';
import { serviceAt } from './service-host.js';
import { checkUrl } from './url.js';
import { formatVariable } from './variables.js';

/** Turns a draft into a trusted endpoint with its defaults; undefined where it has a fault of its own. */
export function checkEndpoint(
  draft: EndpointDraft,
  environment: string,
  issues: Issues,
): Endpoint | undefined {
  const before = issues.faults.length;
  const url = checkUrl(draft, environment, issues);
  const checked = {
    events: checkEvents(draft, issues),
    format: checkFormat(draft, issues),
    secrets: checkSecrets(draft, url, issues),
    headers: checkHeaders(draft, issues),
    timeoutMs: checkTimeout(draft.timeoutMs, issues),
  };
  if (url !== undefined) warnOfService(draft, url, checked.format, issues);
  if (url === undefined || issues.faults.length > before) return undefined;
  return {
    name: draft.name,
    source: draft.source,
    url: url.href,
    ...checked,
    auth: draft.auth?.value ?? endpointOptions.auth.default,
    allowInsecure: draft.allowInsecure,
    schedule: draft.schedule ?? endpointOptions.schedule.default,
  };
}

/** The events of one variable share an origin, and so one fault. */
function checkEvents({ events }: EndpointDraft, issues: Issues): readonly string[] {
  if (events === undefined) return defaultEnvironmentPatterns;
  const faults = new Map<string, { written: Sourced<string>; messages: string[] }>();
  for (const written of events) {
    const message = eventFault(written.value);
    if (message === null) continue;
    const entry = faults.get(written.origin.path) ?? { written, messages: [] };
    entry.messages.push(message);
    faults.set(written.origin.path, entry);
  }
  for (const { written, messages } of faults.values()) issues.fault(written.origin, messages.join(' · '));
  return [...new Set(events.map(({ value }) => value))];
}

function checkFormat({ format }: EndpointDraft, issues: Issues): Endpoint['format'] {
  if (format === undefined) return endpointOptions.format.default;
  if (typeof format.value === 'function' || isFormatName(format.value)) return format.value;
  issues.fault(format.origin, formatFault(format.value));
  return endpointOptions.format.default;
}

function checkTimeout(written: Sourced<number | string> | undefined, issues: Issues): number {
  if (written === undefined) return endpointOptions.timeoutMs.default;
  const { value, origin } = written;
  const timeoutMs = typeof value === 'number' || /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  const { least, most } = endpointOptions.timeoutMs.type;
  if (!Number.isInteger(timeoutMs) || timeoutMs < least || timeoutMs > most) {
    issues.fault(origin, `must be a whole number from ${least} to ${most}`);
  }
  return timeoutMs;
}

/** Such a service answers 400 to everything else. A function may well build what it understands. */
function warnOfService(
  { name, source, url: { origin }, format: written }: EndpointDraft,
  url: URL,
  format: Endpoint['format'],
  issues: Issues,
): void {
  const service = serviceAt(url);
  if (service === undefined || typeof format === 'function' || format === service.format) return;
  const setting =
    source === 'environment' ? `${formatVariable(name)}=${service.format}` : `format: '${service.format}'`;
  const advice = `is understood by no endpoint of ${service.name}; set ${setting}`;
  if (written === undefined) issues.warn(origin, `is sent format "${format}", which ${advice}`);
  else issues.warn(written.origin, `is "${format}", which ${advice}`);
}
