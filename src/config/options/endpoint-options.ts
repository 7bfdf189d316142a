import { eventFault } from '../file/event-pattern.js';
import type { Option } from './option.js';
import {
  boolean,
  choice,
  format,
  headers,
  list,
  schedule,
  secret,
  template,
  text,
  wholeNumber,
} from './option-type.js';

/**
 * The options of one webhook endpoint: keys below `webhooks.endpoints.NAME`, and what the names of variables end in after
 * `CONFITURE_WEBHOOK_` or `CONFITURE_WEBHOOK_<NAME>_`.
 */
export const endpointOptions = {
  url: {
    type: template(),
    doc: 'where events are posted',
    details: 'https outside environment `local`, unless `allowInsecure` or loopback.',
    key: 'url',
    variables: ['URL'],
  },
  secret: {
    type: template(),
    doc: 'signing secret, at least 16 bytes',
    details: 'Without one the requests are unsigned.',
    key: 'secret',
    variables: ['SECRET'],
  },
  secrets: {
    type: list(secret),
    doc: 'signing secrets during a rotation, newest first; instead of `secret`',
    details: 'All of them sign until their end.',
    key: 'secrets',
    variables: ['SECRET_PREVIOUS', 'SECRET_PREVIOUS_UNTIL'],
  },
  events: {
    type: list(text(eventFault), 'must name at least one event'),
    doc: 'event types and patterns',
    defaultDoc: 'migration.completed and migration.failed',
    key: 'events',
    variables: ['EVENTS'],
  },
  format: {
    type: format,
    doc: 'body format by name, or a function that returns the body',
    default: 'confiture',
    key: 'format',
    variables: ['FORMAT'],
  },
  headers: {
    type: headers,
    doc: `custom headers; values may also use \`\${event.…}\``,
    details: 'They win over `webhooks.headers`.',
    key: 'headers',
  },
  timeoutMs: {
    type: wholeNumber(1, 30_000),
    doc: 'total time for one attempt',
    default: 10_000,
    unit: 'milliseconds',
    key: 'timeoutMs',
    variables: ['TIMEOUT_MS'],
  },
  auth: {
    type: choice('signature', 'shared-secret'),
    doc: '`shared-secret` also sends the secret itself in `X-Confiture-Secret`',
    default: 'signature',
    key: 'auth',
  },
  allowInsecure: {
    type: boolean,
    doc: 'allows plain http outside environment `local`',
    defaultDoc: 'webhooks.allowInsecure',
    key: 'allowInsecure',
  },
  schedule: {
    type: schedule,
    doc: 'retry schedule by name, or the delay in seconds before each attempt',
    default: 'confiture',
    key: 'schedule',
  },
} as const satisfies Readonly<Record<string, Option>>;
