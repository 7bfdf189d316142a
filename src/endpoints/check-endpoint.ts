import { eventFault } from '../config/file/event-pattern.js';
import { formatFault, isFormatName } from '../config/file/format-name.js';
import type { Findings, Sourced } from '../config/findings.js';
import type { Endpoint } from '../events/endpoint.js';
import { defaultEnvironmentPatterns } from '../events/patterns.js';
import type { EndpointDraft } from './draft.js';
import { checkHeaders } from './headers.js';
import { checkSecrets } from './secrets.js';
import { serviceAt } from './service-host.js';
import { checkUrl } from './url.js';
import { formatVariable } from './variables.js';

const MAX_TIMEOUT_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 10_000;

/** Turns a draft into a trusted endpoint with its defaults; undefined where it has a fault of its own. */
export function checkEndpoint(
  draft: EndpointDraft,
  environment: string,
  findings: Findings,
): Endpoint | undefined {
  const before = findings.faults.length;
  const url = checkUrl(draft, environment, findings);
  const checked = {
    events: checkEvents(draft, findings),
    format: checkFormat(draft, findings),
    secrets: checkSecrets(draft, url, findings),
    headers: checkHeaders(draft, findings),
    timeoutMs: checkTimeout(draft.timeoutMs, findings),
  };
  if (url !== undefined) warnOfService(draft, url, checked.format, findings);
  if (url === undefined || findings.faults.length > before) return undefined;
  return {
    name: draft.name,
    source: draft.source,
    url: url.href,
    ...checked,
    auth: draft.auth?.value ?? 'signature',
    allowInsecure: draft.allowInsecure,
    schedule: draft.schedule ?? 'confiture',
  };
}

/** The events of one variable share a place, and so one fault. */
function checkEvents({ events }: EndpointDraft, findings: Findings): readonly string[] {
  if (events === undefined) return defaultEnvironmentPatterns;
  const faults = new Map<string, { written: Sourced<string>; messages: string[] }>();
  for (const written of events) {
    const message = eventFault(written.value);
    if (message === null) continue;
    const entry = faults.get(written.place.path) ?? { written, messages: [] };
    entry.messages.push(message);
    faults.set(written.place.path, entry);
  }
  for (const { written, messages } of faults.values()) findings.fault(written.place, messages.join(' · '));
  return [...new Set(events.map(({ value }) => value))];
}

function checkFormat({ format }: EndpointDraft, findings: Findings): Endpoint['format'] {
  if (format === undefined) return 'confiture';
  if (typeof format.value === 'function' || isFormatName(format.value)) return format.value;
  findings.fault(format.place, formatFault(format.value));
  return 'confiture';
}

function checkTimeout(written: Sourced<number | string> | undefined, findings: Findings): number {
  if (written === undefined) return DEFAULT_TIMEOUT_MS;
  const { value, place } = written;
  const timeoutMs = typeof value === 'number' || /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    findings.fault(place, `must be a whole number from 1 to ${MAX_TIMEOUT_MS}`);
  }
  return timeoutMs;
}

/** Such a service answers 400 to everything else. A function may well build what it understands. */
function warnOfService(
  { name, source, url: { place }, format: written }: EndpointDraft,
  url: URL,
  format: Endpoint['format'],
  findings: Findings,
): void {
  const service = serviceAt(url);
  if (service === undefined || typeof format === 'function' || format === service.format) return;
  const setting =
    source === 'environment' ? `${formatVariable(name)}=${service.format}` : `format: '${service.format}'`;
  const advice = `is understood by no endpoint of ${service.name}; set ${setting}`;
  if (written === undefined) findings.warn(place, `is sent format "${format}", which ${advice}`);
  else findings.warn(written.place, `is "${format}", which ${advice}`);
}
