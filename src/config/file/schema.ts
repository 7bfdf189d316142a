import { isRegExp } from 'node:util/types';
import { z } from 'zod';
import { type FormatFunction, formatNames } from '../../events/endpoint.js';
import { riskTiers } from '../../events/risk-tier.js';
import { nearest } from '../../text/nearest.js';
import { endpointOptions } from '../options/endpoint-options.js';
import type { Option } from '../options/option.js';
import type { FaultOf, OptionShape } from '../options/option-type.js';
import { settingsOptions } from '../options/settings-options.js';
import { patternSourceFault } from '../redact-rules.js';
import { formatFault } from './format-name.js';
import { keyFault } from './key-names.js';
import type { ConfitureConfig } from './user-config.js';

const text = z.string({ error: 'must be a text' });
const filled = text.min(1, { error: 'must not be empty', abort: true });
const boolean = z.boolean({ error: 'must be true or false' });

/** Shapes that stand for one option each. */
const SINGLE = {
  boolean,
  headers: z.record(z.string(), text, { error: 'must be an object of header names and texts' }),
  secret: z.union([text, known({ secret: text, until: text })], {
    error: 'must be a text, or an object of "secret" and "until"',
  }),
  format: z.union([z.enum(formatNames), z.custom<FormatFunction>((value) => typeof value === 'function')], {
    error: (issue) => formatFault(issue.input),
  }),
  schedule: z.union(
    [z.enum(['confiture', 'sensei']), z.array(z.number().min(0).max(31_536_000)).min(1).max(100)],
    { error: 'must be "confiture", "sensei" or a list of 1 to 100 delays in seconds' },
  ),
  hook: z.union([filled, z.custom<object>((value) => typeof value === 'object' && value !== null)], {
    error: 'must be a glob or a hook object',
  }),
  approvalRule: approvalRule(),
  pauseCondition: pauseCondition(),
  pattern: z.union([z.custom<RegExp>((value) => isRegExp(value)), checked(patternSourceFault)], {
    error: 'must be a regular expression',
  }),
} as const;

const { environment, ...others } = settingsOptions;
const endpoint = known(shapeOf(Object.values<Option>(endpointOptions)));
const environmentShape = shapeOf(Object.values<Option>(others), {
  webhooks: { endpoints: named(endpoint, 'endpoint').optional() },
});

/** The written configuration. Its faults never repeat a value, except names of events, formats and keys. */
export const configSchema = known({
  ...environmentShape,
  environment: schemaOf(environment.type).optional(),
  environments: named(known(environmentShape), 'environment').optional(),
}) as z.ZodType<unknown> as z.ZodType<ConfitureConfig>;

/** The shape of the object whose keys are those of `options`, one level for each part of a dotted key. */
function shapeOf(
  options: readonly Option[],
  more: Readonly<Record<string, z.ZodRawShape>> = {},
): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {};
  const groups = new Map<string, Record<string, z.ZodType>>();
  for (const { key, type } of options) {
    const [name, inner] = key?.split('.') ?? [];
    if (name === undefined) continue;
    if (inner === undefined) shape[name] = schemaOf(type).optional();
    else {
      const group = groups.get(name) ?? { ...more[name] };
      groups.set(name, Object.assign(group, { [inner]: schemaOf(type).optional() }));
    }
  }
  for (const [name, group] of groups) shape[name] = known(group).optional();
  return shape;
}

function schemaOf(type: OptionShape): z.ZodType {
  switch (type.kind) {
    case 'text':
      return type.mayBeEmpty ? text : checked(type.faultOf);
    case 'wholeNumber':
      return wholeNumber(type.least, type.most);
    case 'choice':
      return z.enum(type.values, {
        error: `must be ${type.values.map((value) => `"${value}"`).join(' or ')}`,
      });
    case 'list': {
      const list = z.array(schemaOf(type.item), { error: 'must be a list' });
      return type.emptyFault === undefined ? list : list.min(1, { error: type.emptyFault });
    }
    default:
      return SINGLE[type.kind];
  }
}

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

function pauseCondition() {
  const condition = known({ name: checked().optional(), sql: checked() });
  return z.union([condition, z.array(condition).min(1)], {
    error: 'must be an object of "sql" and, where it is to be named, "name", or a list of such objects',
  });
}

function approvalRule() {
  const names = (faultOf?: FaultOf) => z.array(checked(faultOf), { error: 'must be a list' });
  const rule = known({
    environments: names((name) => keyFault('environment', name)).optional(),
    tiers: z
      .array(z.enum(riskTiers, { error: ({ input }) => tierFault(input) }), { error: 'must be a list' })
      .optional(),
    count: wholeNumber(1, 20).optional(),
    approvers: names().optional(),
    forbidSelf: boolean.optional(),
  });
  return rule.superRefine(({ approvers, count = 1 }, context) => {
    if (approvers === undefined || new Set(approvers).size >= count) return;
    const message = `must name at least ${count}, as many as have to grant it`;
    context.addIssue({ code: 'custom', path: ['approvers'], message });
  });
}

function tierFault(value: unknown): string {
  const close = typeof value === 'string' ? nearest(value, riskTiers) : undefined;
  return close === undefined
    ? `unknown tier; known are ${riskTiers.join(', ')}`
    : `unknown tier; did you mean "${close}"?`;
}

function checked(faultOf: FaultOf = () => null) {
  return filled.superRefine((value, context) => {
    const fault = faultOf(value);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });
}

function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}
