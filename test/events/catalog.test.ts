import { expect, test } from 'vitest';
import type { JsonSchema } from '../../src/events/catalog/schema.js';
import { catalog, sampleEvent } from '../../src/events/catalog.js';
import { eventTypes } from '../../src/events/patterns.js';
import { serialize } from '../../src/events/serializer.js';
import { maskText } from '../../src/redaction/redaction.js';

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Faults of `value` against the keywords the catalogue uses. */
function faults(schema: JsonSchema, value: unknown, path = '$'): string[] {
  const known = [
    'type',
    'properties',
    'required',
    'additionalProperties',
    'minimum',
    'pattern',
    'items',
    'format',
    'description',
  ];
  const unknown = Object.keys(schema).filter((keyword) => !known.includes(keyword));
  if (unknown.length > 0) return [`${path}: keyword ${unknown.join()} is not checked by this test`];
  const types = [schema.type].flat();
  const actual = typeName(value);
  if (!types.includes(actual) && !(actual === 'integer' && types.includes('number'))) {
    return [`${path}: ${actual}, not ${types.join()}`];
  }
  if (typeof value === 'string' && !new RegExp(String(schema.pattern ?? '')).test(value))
    return [`${path}: pattern`];
  if (typeof value === 'number' && value < Number(schema.minimum ?? -Infinity)) return [`${path}: minimum`];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => faults(schema.items as JsonSchema, item, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const properties = schema.properties as Record<string, JsonSchema>;
  const required = schema.required as string[];
  return [
    ...required.filter((key) => !(key in value)).map((key) => `${path}.${key}: missing`),
    ...Object.entries(value).flatMap(([key, member]) => {
      const property = properties[key];
      return property === undefined
        ? [`${path}.${key}: not allowed`]
        : faults(property, member, `${path}.${key}`);
    }),
  ];
}

test.each(eventTypes)('%s: the sample fits the schema', (type) => {
  expect(faults(catalog[type].schema, catalog[type].sample)).toEqual([]);
});

test('the schema refuses a property that is not on the allow-list', () => {
  const { schema, sample } = catalog['migration.failed'];
  expect(faults(schema, { ...sample, sql: 'select 1' })).toEqual(['$.sql: not allowed']);
});

test.each(eventTypes)('%s: the entry stands under its own type and says what and when', (type) => {
  expect(catalog[type]).toMatchObject({
    type,
    meaning: expect.stringMatching(/\.$/),
    moment: expect.stringMatching(/\.$/),
  });
});

test.each(eventTypes)('%s: a sample holds nothing that redaction would mask', (type) => {
  const text = serialize(sampleEvent(type));
  expect(maskText(text)).toBe(text);
});

test('a sample is the same every time', () => {
  expect(serialize(sampleEvent('migration.failed'))).toBe(serialize(sampleEvent('migration.failed')));
});

test('a sample takes an identity of its own for a test send', () => {
  const event = sampleEvent('migration.completed', { id: 'evt_test', environment: 'staging' });
  expect(event).toMatchObject({ id: 'evt_test', environment: 'staging', type: 'migration.completed' });
});
