import { collectIssues, type Issues, type Origin } from '../../../../config/issues.js';
import { checkEndpoint } from '../../../../endpoints/check-endpoint.js';
import { sourced } from '../../../../endpoints/draft.js';
import { serviceAt } from '../../../../endpoints/service-host.js';
import type { ReadableParts, SecretParts } from '../../../../endpoints/stored/stored-endpoint.js';
import { ConfitureError } from '../../../../errors.js';
import type { FormatName, Schedule } from '../../../../events/endpoint.js';

/** The parts of a stored endpoint that a person can set; a part that is left out has its default. */
export interface EndpointParts {
  readonly url: string;
  readonly events?: readonly string[];
  readonly format?: string;
  readonly schedule?: Schedule;
  readonly timeoutMs?: number;
  readonly allowInsecure?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Parts that can be stored. */
export type CheckedParts = ReadableParts & Pick<SecretParts, 'url' | 'headers'>;

/** One fault of what was said. `field` is the name of the JSON field, `headers/X-Team` for one header. */
export interface PartFault {
  readonly field: string;
  readonly message: string;
}

/** Time that the reference gives a receiver. */
const TIMEOUT_MS = 30_000;

/**
 * Checks the parts as those of the config file are checked.
 * @throws ENDPOINT_INVALID with all faults; messages repeat no URL, secret or header value.
 */
export function checkParts(
  name: string,
  parts: EndpointParts,
  secrets: readonly string[],
  environment: string,
): CheckedParts {
  const issues = collectIssues();
  const at = (field: string): Origin => ({ path: field, source: '' });
  const headers = Object.entries(parts.headers ?? {});
  for (const [header, value] of headers) checkVariables(value, at(`headers/${header}`), issues);
  const endpoint = checkEndpoint(
    {
      name,
      source: 'database',
      url: sourced(parts.url, at('url')),
      secrets: secrets.map((secret) => sourced(secret, at('secret'))),
      ...(parts.events && { events: parts.events.map((event) => sourced(event, at('events'))) }),
      format: sourced(parts.format ?? defaultFormat(parts.url), at('format')),
      timeoutMs: sourced(parts.timeoutMs ?? TIMEOUT_MS, at('timeout_ms')),
      headers: new Map(headers.map(([header, value]) => [header, sourced(value, at(`headers/${header}`))])),
      allowInsecure: parts.allowInsecure ?? false,
      schedule: parts.schedule ?? 'sensei',
    },
    environment,
    issues,
  );
  if (endpoint === undefined || issues.faults.length > 0)
    throw invalidEndpoint(issues.faults.map(({ path, message }) => ({ field: path, message })));
  const { url, events, schedule, timeoutMs, allowInsecure } = endpoint;
  const format = endpoint.format as FormatName;
  return { url, events, format, schedule, timeoutMs, allowInsecure, headers: endpoint.headers };
}

/** A service that understands one format only gets that. */
function defaultFormat(url: string): FormatName {
  return (URL.canParse(url) ? serviceAt(new URL(url))?.format : undefined) ?? 'envelope';
}

/** One error for all faults. */
export function invalidEndpoint(faults: readonly PartFault[]): ConfitureError {
  return new ConfitureError(
    'ENDPOINT_INVALID',
    faults.map(({ field, message }) => `${field} ${message}`).join('\n'),
    { hint: 'Correct what is named above.', details: { faults } },
  );
}

/** A person who may make endpoints must not read the environment of the process that sends. */
function checkVariables(value: string, origin: Origin, issues: Issues): void {
  if (/\$\{(?!event\.)[^{}]*\}/.test(value))
    issues.fault(
      origin,
      `uses a variable of the process; stored endpoints may use fields of the event only, as \${event.type}`,
    );
}
