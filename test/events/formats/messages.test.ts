import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { FormatName } from '../../../src/events/endpoint.js';
import type { ConfitureEvent, EventType } from '../../../src/events/event.js';
import { formatEvent } from '../../../src/events/formats/format-event.js';
import { incidentKey } from '../../../src/events/formats/incident.js';
import { duration } from '../../../src/events/formats/summary/duration.js';

const completed = sampleEvent('migration.completed');
const failed = sampleEvent('migration.failed');
const secret = 'invented-vendor-key';
const vendors = ['slack', 'discord', 'teams', 'pagerduty', 'opsgenie'] as const;

// biome-ignore lint/suspicious/noExplicitAny: the tests reach into vendors' documents
function message(event: ConfitureEvent, format: FormatName): any {
  return JSON.parse(formatEvent(event, { name: 'ops', format, secret }).body);
}

function withTexts(text: string): ConfitureEvent {
  const database = { host: text, name: text, schema: text };
  const error = { ...failed.data.error, message: text, file: text };
  return {
    ...failed,
    environment: text,
    data: { ...failed.data, migration_name: text, migration_version: text, database, error },
  };
}

/** Every string in a document, with the path to it. */
function strings(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => strings(member, `${path}/${key}`));
}

const types: readonly EventType[] = ['migration.completed', 'migration.failed', 'migration.rolled_back'];

test.each(vendors.flatMap((format) => types.map((type) => [format, type] as const)))(
  '%s: tells what, where and how long of %s',
  (format, type) => {
    const text = strings(message(sampleEvent(type), format))
      .map(([, it]) => it.replaceAll('\\', ''))
      .join('\n');
    for (const fact of ['005_add_payment_table', 'production', 'db.example.com', 'shop', '2.123 s']) {
      expect(text).toContain(fact);
    }
  },
);

test.each(vendors)('%s: tells class, code and place of an error', (format) => {
  const text = strings(message(failed, format))
    .map(([, it]) => it.replaceAll('\\', ''))
    .join('\n');
  expect(text).toContain('UniqueViolation (23505) at 005_add_payment_table.up.sql:12');
  expect(text).toContain('could not create unique index');
});

test('slack: success and failure differ at first sight', () => {
  expect(message(completed, 'slack').blocks[0].text.text).toBe(
    '✅ Migration completed: 005_add_payment_table',
  );
  expect(message(failed, 'slack').blocks[0].text.text).toBe('❌ Migration failed: 005_add_payment_table');
});

test('discord: success and failure differ in colour and mark', () => {
  const [good, bad] = [message(completed, 'discord').embeds[0], message(failed, 'discord').embeds[0]];
  expect(good.color).not.toBe(bad.color);
  expect([good.title.slice(0, 1), bad.title.slice(0, 1)]).toEqual(['✅', '❌']);
});

test('teams: success and failure differ in style', () => {
  const style = (event: ConfitureEvent) => message(event, 'teams').attachments[0].content.body[0].style;
  expect([style(completed), style(failed)]).toEqual(['good', 'attention']);
});

test('pagerduty: a failure triggers and the success of the same migration resolves', () => {
  const [opened, closed] = [message(failed, 'pagerduty'), message(completed, 'pagerduty')];
  expect([opened.event_action, closed.event_action]).toEqual(['trigger', 'resolve']);
  expect(opened.dedup_key).toBe(closed.dedup_key);
  expect(opened).toMatchObject({ routing_key: secret, payload: { severity: 'critical' } });
});

test('opsgenie: a failure creates an alert', () => {
  const request = formatEvent(failed, { name: 'ops', format: 'opsgenie', secret });
  expect(request).toMatchObject({
    headers: { Authorization: `GenieKey ${secret}` },
    contentType: 'application/json',
  });
  expect(request).not.toHaveProperty('path');
  expect(JSON.parse(request.body)).toMatchObject({ alias: incidentKey(failed), priority: 'P2' });
});

test('opsgenie: the success of the same migration closes it by its alias', () => {
  const { path, body } = formatEvent(completed, { name: 'ops', format: 'opsgenie', secret });
  expect(path).toBe(`/${encodeURIComponent(incidentKey(failed))}/close?identifierType=alias`);
  expect(JSON.parse(body)).not.toHaveProperty('message');
});

test.each(['pagerduty', 'opsgenie'] as const)('%s: says which endpoint lacks its key', (format) => {
  expect(() => formatEvent(failed, { name: 'ops', format })).toThrow(
    expect.objectContaining({
      code: 'ENDPOINT_INVALID',
      message: `endpoint "ops" has format ${format} but no secret`,
    }),
  );
});

test('no two databases or versions share an incident', () => {
  const key = (host: string, name: string, migration_version: string) =>
    incidentKey({
      ...failed,
      data: { ...failed.data, migration_version, database: { host, name, schema: 'x' } },
    });
  const keys = [
    key('a', 'b', 'c'),
    key('a/b', 'c', ''),
    key('a', 'b/c', ''),
    key('a'.repeat(300), 'b', 'c'),
    key('a'.repeat(300), 'b', 'd'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  for (const it of keys) expect(it.length).toBeLessThanOrEqual(255);
});

const slackLimits = [
  [/^\/text$/, 40000],
  [/^\/blocks\/0\/text\/text$/, 150],
  [/fields\/\d+\/text$/, 2000],
  [/elements\/\d+\/text$/, 2000],
  [/text\/text$/, 3000],
] as const;
const discordLimits = [
  [/title$/, 256],
  [/description$/, 4096],
  [/name$/, 256],
  [/value$/, 1024],
  [/footer\/text$/, 2048],
] as const;
const pagerdutyLimits = [
  [/summary$/, 1024],
  [/dedup_key$/, 255],
] as const;
const opsgenieLimits = [
  [/^\/message$/, 130],
  [/alias$/, 512],
  [/description$/, 15000],
  [/entity$/, 512],
  [/tags\/\d+$/, 50],
  [/details/, 8000],
] as const;
const hostile = ['😀', '&', '<', '@', '*', '`', '"', '\\', '\u0000', '名'].map((unit) => unit.repeat(20_000));

test.each([
  ['slack', slackLimits],
  ['discord', discordLimits],
  ['pagerduty', pagerdutyLimits],
  ['opsgenie', opsgenieLimits],
] as const)('%s: stays within its limits whatever the texts hold', (format, limits) => {
  for (const text of hostile) {
    for (const [path, written] of strings(message(withTexts(text), format))) {
      const limit = limits.find(([where]) => where.test(path))?.[1] ?? Infinity;
      expect(written.length, path).toBeLessThanOrEqual(limit);
    }
  }
});

test('discord: an embed stays within 6000 characters in all', () => {
  for (const text of hostile) {
    const { title, description, fields, footer } = message(withTexts(text), 'discord').embeds[0];
    const total = strings([title, description, fields, footer.text]).reduce(
      (sum, [, it]) => sum + it.length,
      0,
    );
    expect(total).toBeLessThanOrEqual(6000);
  }
});

test('teams: a message stays within 28 KB', () => {
  for (const text of hostile) {
    const { body } = formatEvent(withTexts(text), { name: 'ops', format: 'teams' });
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(28_000);
  }
});

test('slack: outside text cannot mention, link or leave its code block', () => {
  const texts = strings(message(withTexts('<!channel> <https://x|y> ``` & @here'), 'slack')).map(
    ([, text]) => text,
  );
  for (const text of texts) expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  expect(
    texts.filter((text) => text.startsWith('```')).every((text) => !text.slice(3, -3).includes('`')),
  ).toBe(true);
});

test('discord: outside text is literal and mentions nobody', () => {
  const document = message(withTexts('@everyone <@1> **x** [a](b)'), 'discord');
  expect(document.allowed_mentions).toEqual({ parse: [] });
  for (const [, text] of strings(document.embeds))
    expect(text).not.toMatch(/@everyone|(?<!\\)<@|(?<!\\)\*\*|(?<!\\)\[/);
});

test('teams: outside text in Markdown is literal', () => {
  const { body } = message(withTexts('@everyone **x** [a](b)'), 'teams').attachments[0].content;
  const markdown = [body[0].items[0].text, ...body[1].facts.map((fact: { value: string }) => fact.value)];
  for (const text of markdown) expect(text).not.toMatch(/@everyone|(?<!\\)\*|(?<!\\)\[/);
});

test.each([
  [0, '0 ms'],
  [0.34, '340 ms'],
  [2.123, '2.123 s'],
  [59.9999, '1 min 0 s'],
  [185, '3 min 5 s'],
  [0.9999, '1 s'],
  [3599.9, '1 h 0 min'],
  [3847, '1 h 4 min'],
])('writes %f seconds as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test('leaves out the duration of a migration that never began', () => {
  const event = { ...completed, data: { ...completed.data, duration_seconds: null, rows_affected: null } };
  expect(formatEvent(event, { name: 'ops', format: 'slack' }).body).not.toMatch(
    /Duration|Rows affected|null/,
  );
});

test('every format writes JSON for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...vendors), (text, format) => {
      expect(message(withTexts(text), format)).toBeTypeOf('object');
    }),
  );
});

test('a format function gives the body and sees the name of its endpoint only', () => {
  const seen: unknown[] = [];
  const { body } = formatEvent(completed, {
    name: 'own',
    secret,
    format: (event, target) => {
      seen.push(target);
      return { b: event.type, a: 1 };
    },
  });
  expect([body, seen]).toEqual(['{"a": 1, "b": "migration.completed"}', [{ name: 'own' }]]);
});

test.each([
  ['returns nothing', () => undefined],
  ['returns what is not JSON', () => ({ a: Number.NaN })],
])('a format function that %s is a fault of its endpoint', (_, format) => {
  expect(() => formatEvent(completed, { name: 'own', format })).toThrow(
    expect.objectContaining({
      code: 'ENDPOINT_INVALID',
      message: 'the format function of endpoint "own" did not return JSON for a migration.completed event',
    }),
  );
});

test.each([
  ['an error', new TypeError("cannot read 'duration'"), "cannot read 'duration'"],
  ['an error with a secret', new Error('password=invented-secret is wrong'), 'password=*** is wrong'],
  ['a text', 'no such table', 'no such table'],
  ['what cannot be shown', Object.create(null), 'it threw a value that cannot be shown'],
])('a format function that throws %s is told with that, masked', (_, thrown, told) => {
  const format = () => {
    throw thrown;
  };
  expect(() => formatEvent(completed, { name: 'own', format })).toThrow(
    expect.objectContaining({
      code: 'ENDPOINT_INVALID',
      message: `the format function of endpoint "own" failed for a migration.completed event: ${told}`,
    }),
  );
});

test.each(vendors)('%s: tells a test from a migration, and where it was sent', (format) => {
  const text = strings(message(sampleEvent('webhook.test'), format))
    .map(([, it]) => it.replaceAll('\\', ''))
    .join('\n');
  expect(text).toContain('Webhook test: default');
  expect(text).toContain('production');
  expect(text).not.toMatch(/005_add|undefined|null/);
});

test('pagerduty and opsgenie: a test opens no incident and ends none', () => {
  const event = sampleEvent('webhook.test');
  expect(message(event, 'pagerduty').event_action).toBe('resolve');
  expect(incidentKey(event)).not.toBe(incidentKey(failed));
  expect(message(event, 'opsgenie')).not.toHaveProperty('message');
});
