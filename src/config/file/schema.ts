import { isRegExp } from 'node:util/types';
import { z } from 'zod';
import { type FormatFunction, formatNames } from '../../events/endpoint.js';
import { nearest } from '../../text/nearest.js';
import { patternSourceFault } from '../redact-rules.js';
import { trackingTableFault } from '../tracking-table.js';
import { eventFault } from './event-pattern.js';
import { formatFault } from './format-name.js';
import { keyFault } from './key-names.js';
import type { ConfitureConfig } from './user-config.js';

/** Largest time-out Node's timers and PostgreSQL's settings both take, in milliseconds. */
const MAX_MS = 2_147_483_647;

const text = z.string({ error: 'must be a text' });
const filled = text.min(1, { error: 'must not be empty', abort: true });
const flag = z.boolean({ error: 'must be true or false' });
const milliseconds = wholeNumber(0, MAX_MS);
const headers = z.record(z.string(), text, { error: 'must be an object of header names and texts' });

const endpoint = known({
  url: text.optional(),
  secret: text.optional(),
  secrets: list(
    z.union([text, known({ secret: text, until: text })], {
      error: 'must be a text, or an object of "secret" and "until"',
    }),
  ).optional(),
  events: list(checked(filled, eventFault)).min(1, { error: 'must name at least one event' }).optional(),
  format: z
    .union([z.enum(formatNames), z.custom<FormatFunction>((value) => typeof value === 'function')], {
      error: (issue) => formatFault(issue.input),
    })
    .optional(),
  headers: headers.optional(),
  timeoutMs: wholeNumber(1, 30_000).optional(),
  auth: choice(['signature', 'shared-secret']).optional(),
  allowInsecure: flag.optional(),
  schedule: z
    .union([z.enum(['confiture', 'sensei']), z.array(z.number().min(0).max(31_536_000)).min(1).max(100)], {
      error: 'must be "confiture", "sensei" or a list of 1 to 100 delays in seconds',
    })
    .optional(),
});

const environmentShape = {
  databaseUrl: text.optional(),
  migrationsDir: filled.optional(),
  migration: known({
    tracking_table: checked(filled, trackingTableFault).optional(),
    trustedOwners: list(filled).optional(),
    lockTimeoutMs: milliseconds.optional(),
    statementLockTimeoutMs: milliseconds.optional(),
    ignore: list(filled).optional(),
    maxFileMb: wholeNumber(1, 500).optional(),
  }).optional(),
  hooks: list(
    z.union([filled, z.custom<object>((value) => typeof value === 'object' && value !== null)], {
      error: 'must be a glob or a hook object',
    }),
  ).optional(),
  webhooks: known({
    endpoints: named(endpoint, 'endpoint').optional(),
    headers: headers.optional(),
    allowInsecure: flag.optional(),
    allowedNetworks: list(filled).optional(),
    drainTimeoutMs: milliseconds.optional(),
  }).optional(),
  redact: known({
    patterns: list(
      z.union([z.custom<RegExp>((value) => isRegExp(value)), checked(filled, patternSourceFault)], {
        error: 'must be a regular expression',
      }),
    ).optional(),
    keys: list(filled).optional(),
  }).optional(),
  organizationId: filled.optional(),
};

/** The written configuration. Its faults never repeat a value, except names of events, formats and keys. */
export const configSchema: z.ZodType<ConfitureConfig> = known({
  ...environmentShape,
  environment: checked(filled, (name) => keyFault('environment', name)).optional(),
  environments: named(known(environmentShape), 'environment').optional(),
});

/** An object whose unknown keys are faults: one line for each key, in the order of the issue's `keys`. */
function known<S extends z.ZodRawShape>(shape: S) {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey(key, names)).join('\n')
        : 'must be an object',
  });
}

function unknownKey(key: string, names: readonly string[]): string {
  const close = nearest(key, names);
  return close === undefined
    ? `unknown key; known are ${names.join(', ')}`
    : `unknown key; did you mean "${close}"?`;
}

/** A record whose keys are names of a kind. */
function named<T extends z.ZodType>(value: T, kind: 'endpoint' | 'environment') {
  return z.record(
    z.string().superRefine((name, context) => {
      const fault = keyFault(kind, name);
      if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    }),
    value,
    {
      error: (issue) =>
        issue.code === 'invalid_type' ? `must be an object with a key for each ${kind}` : undefined,
    },
  );
}

function checked(base: z.ZodString, faultOf: (value: string) => string | null) {
  return base.superRefine((value, context) => {
    const fault = faultOf(value);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });
}

function list<T extends z.ZodType>(item: T) {
  return z.array(item, { error: 'must be a list' });
}

function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `must be ${values.map((value) => `"${value}"`).join(' or ')}` });
}

function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}
