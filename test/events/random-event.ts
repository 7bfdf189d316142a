import fc from 'fast-check';
import type { JsonSchema } from '../../src/events/catalog/schema.js';
import { catalog, sampleEvent } from '../../src/events/catalog.js';
import { formatNames } from '../../src/events/endpoint.js';
import type { ConfitureEvent } from '../../src/events/event.js';
import { eventTypes } from '../../src/events/patterns.js';

/** Texts that break a message built from them: mark-up, mentions, control characters, lone surrogates, long runs. */
const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '<!channel> <@U123> <https://example.com|x> *b* _i_ ~s~ `c`',
    '@everyone @here <@&1> **x** [a](b) ||y|| # h',
    '"}]} \\ \\" \u2028\u2029\u0000\u0085\u200f\ufeff',
    '</script><b>&amp;&lt;',
    '\ud800 lone \udfff',
    '日本語 العربية 🧈🍓👩‍👩‍👧‍👦',
    '{7*7} {{x}} %s %n $(id)',
    'line\r\nanother\tone',
  ),
  fc
    .tuple(fc.constantFrom('x', '&', '<', '*', '`', '\\', '\n', '🍓', '\u0000', 'ß'), fc.nat(9000))
    .map(([unit, count]) => unit.repeat(count)),
);

/** Names are never blank: configuration, file names and servers see to that. */
const name = hostileText.filter((text) => text.trim() !== '');
const time = fc
  .date({ min: new Date(0), max: new Date(8e12), noInvalidDate: true })
  .map((date) => date.toISOString());
const seconds = fc.double({ min: 0, max: 1e7, noNaN: true }).map((value) => Math.round(value * 1000) / 1000);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const error = fc.record(
  {
    type: name,
    message: hostileText,
    sqlstate: fc.stringMatching(/^[0-9A-Z]{5}$/),
    file: hostileText,
    line: fc.integer({ min: 1, max: 1_000_000_000 }),
  },
  { requiredKeys: ['type', 'message'] },
);

/** Fields whose values a format relies on; all others are drawn by the schema of their type. */
const known: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  error,
  direction: fc.constantFrom('up', 'down'),
  resolution: fc.constantFrom('completed', 'resolved', 'baselined'),
  duration_seconds: maybe(seconds),
};

/** Any value of a schema: every text of it hostile, every number of any size. */
function anyOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const types = [schema.type].flat();
  const drawn = anyOfType(types.filter((type) => type !== 'null')[0], schema);
  return types.includes('null') ? maybe(drawn) : drawn;
}

function anyOfType(type: unknown, schema: JsonSchema): fc.Arbitrary<unknown> {
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') return fc.maxSafeNat();
  if (type === 'array') return fc.array(anyOf(schema.items as JsonSchema), { maxLength: 30 });
  if (type === 'object') return anyData(schema);
  return schema.format === 'date-time' ? time : name;
}

function anyData({ properties }: JsonSchema): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(properties as Record<string, JsonSchema>);
  return fc.record(Object.fromEntries(entries.map(([key, schema]) => [key, known[key] ?? anyOf(schema)])));
}

/** Any event of any type. */
export const anyEvent: fc.Arbitrary<ConfitureEvent> = fc.constantFrom(...eventTypes).chain((type) =>
  fc
    .record({
      environment: name,
      organization_id: maybe(hostileText),
      correlation_id: hostileText,
      created_at: time,
      data: anyData(catalog[type].schema),
    })
    .map(({ data, ...envelope }) => ({ ...sampleEvent(type, envelope), data }) as unknown as ConfitureEvent),
);

export const anyFormat = fc.constantFrom(...formatNames);
