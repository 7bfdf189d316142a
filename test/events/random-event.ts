import fc from 'fast-check';
import { sampleEvent } from '../../src/events/catalog.js';
import { formatNames } from '../../src/events/endpoint.js';
import type { ConfitureEvent } from '../../src/events/event.js';
import { eventTypes } from '../../src/events/patterns.js';

/** Texts that break what is built from them: mark-up, mentions, control characters, lone surrogates, long runs. */
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

const migration = fc.record({
  migration_id: hostileText,
  migration_name: name,
  migration_version: hostileText,
  run_id: hostileText,
  database: fc.record({ host: name, name, schema: hostileText }),
  started_at: maybe(time),
  ended_at: maybe(time),
  duration_seconds: maybe(seconds),
});

const facts = fc.record({
  error,
  rows_affected: maybe(fc.maxSafeNat()),
  endpoint: name,
  message: name,
  hook: name,
  reason: hostileText,
  failures: fc.nat(),
  failing_since: maybe(time),
});

/** Any event of any type: every text of it hostile, every number of any size. */
export const anyEvent: fc.Arbitrary<ConfitureEvent> = fc
  .record({
    type: fc.constantFrom(...eventTypes),
    environment: name,
    organization_id: maybe(hostileText),
    correlation_id: hostileText,
    created_at: time,
    migration,
    facts,
  })
  .map(({ type, migration: about, facts: all, ...envelope }) => {
    const sample = sampleEvent(type, envelope);
    const known = new Map<string, unknown>([...Object.entries(about), ...Object.entries(all)]);
    const data = Object.fromEntries(Object.keys(sample.data).map((key) => [key, known.get(key)]));
    return { ...sample, data } as unknown as ConfitureEvent;
  });

export const anyFormat = fc.constantFrom(...formatNames);
