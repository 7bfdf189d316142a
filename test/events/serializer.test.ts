import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serialize } from '../../src/events/serializer.js';
import { confitureSignature } from '../../src/events/signature/signature.js';
import { startPython } from './python-oracle.js';

let python: ReturnType<typeof startPython>;
beforeAll(() => {
  python = startPython();
});
afterAll(() => python.stop());

const text = fc.string({ unit: 'binary' });
const awkward = fc.constantFrom(
  '"',
  '\\',
  '\u007f',
  '\u0000',
  '\u001b',
  '\u2028',
  '\ud83d',
  '\ude00',
  '😀',
  'é',
  '\uffff',
  '名',
);
const name = fc.array(fc.oneof(text, awkward)).map((parts) => parts.join(''));
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.tuple(fc.integer(), fc.integer({ min: -30, max: 30 })).map(([digits, power]) => digits * 10 ** power),
  fc.constantFrom(0, -0, 1e21, 1e20, 1e16, 1e-4, 1e-5, 1e-7, 5e-324, 2 ** 53, 1.7976931348623157e308),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(name, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 5 }),
  ),
}));

test('Python reads the text and writes it again unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (value) => {
      const body = serialize(value);
      expect((await python.ask(body, 'invented')).again).toBe(body);
    }),
    { numRuns: 500 },
  );
});

test('both reference receivers come to the signature that is sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, tree), name, async (value, secret) => {
      fc.pre(secret !== '' && !/[\ud800-\udfff]/u.test(secret));
      const body = serialize(value);
      const sent = confitureSignature(body, secret);
      const answer = await python.ask(body, secret);
      expect([answer.raw, answer.reserialised]).toEqual([sent, sent]);
    }),
    { numRuns: 300 },
  );
});

test('JavaScript reads back what was written', () => {
  fc.assert(
    fc.property(tree, (value) => {
      expect(JSON.parse(serialize(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each<[string, unknown]>([
  ['{"a": [true, null], "b": 1}', { b: 1, a: [true, null] }],
  ['{}', {}],
  ['[]', []],
  [String.raw`"\u00e9\"\\\n\u007f\ud83d\ude00"`, 'é"\\\n\u007f😀'],
  [String.raw`"\ud83d"`, '\ud83d'],
  [String.raw`{"\uffff": 1, "\ud83d\ude00": 2}`, { '\uffff': 1, '😀': 2 }],
  ['0', -0],
  ['1e-07', 1e-7],
  ['1.234e-05', 0.00001234],
  ['0.0001', 0.0001],
  ['1e-100', 1e-100],
  ['100000000000000000000', 1e20],
  ['1e+21', 1e21],
  ['12', 12n],
  ['{"b": 1}', { a: undefined, b: 1 }],
  ['"1970-01-01T00:00:00.000Z"', new Date(0)],
])('writes %s as Python would', (expected, value) => {
  expect(serialize(value)).toBe(expected);
});

const ring: Record<string, unknown> = {};
ring.self = ring;

test.each<[string, unknown]>([
  ['NaN', { a: [Number.NaN] }],
  ['infinity', -Infinity],
  ['an invalid date', new Date(Number.NaN)],
  ['a function', () => 1],
  ['a symbol', Symbol('x')],
  ['undefined', undefined],
  ['undefined in a list', [undefined]],
  ['a big bigint', 2n ** 53n],
  ['a map', new Map()],
  ['a ring', ring],
])('refuses %s', (_, value) => {
  expect(() => serialize(value)).toThrow(TypeError);
});

test('names the place of a fault and not the value', () => {
  expect(() => serialize({ a: [{ b: 2n ** 60n }] })).toThrow(
    'cannot write a bigint beyond 2^53 - 1 as JSON (at $.a[0].b)',
  );
});
