import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { sampleEvent } from '../../src/events/catalog.js';
import { formatEvent } from '../../src/events/formats/format-event.js';
import { signatureHeaders } from '../../src/events/signature/signature.js';
import { type ConfiturePayload, parseEvent, parsePayload, verify } from '../../src/receiver.js';
import { anyEvent } from '../events/random-event.js';

const secret = 'an invented signing secret';
const nowSeconds = 1_800_000_000;
const completed = sampleEvent('migration.completed');

function signed(body: string, ...secrets: string[]): Record<string, string> {
  return signatureHeaders({
    body,
    eventId: completed.id,
    timestampSeconds: nowSeconds,
    secrets,
    format: 'envelope',
  });
}

const body = formatEvent(completed, { name: 'ops', format: 'envelope' }).body;
const headers = signed(body, secret);

function without(...names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

test('accepts what was sent, by the strongest scheme', () => {
  expect(verify(headers, body, secret, { nowSeconds })).toEqual({ ok: true, scheme: 'standard' });
});

test.each([
  ['sensei', without('webhook-id')],
  ['confiture', without('webhook-id', 'X-Sensei-Signature')],
] as const)('accepts %s where the stronger ones are missing', (scheme, sent) => {
  expect(verify(sent, body, secret, { nowSeconds })).toEqual({ ok: true, scheme });
});

test('reads the headers of fetch, and bytes', () => {
  expect(verify(new Headers(headers), Buffer.from(body), [secret], { nowSeconds }).ok).toBe(true);
});

test('takes the old and the new secret during a rotation, whichever signed', () => {
  for (const known of [[secret], ['newer invented secret', secret]]) {
    expect(verify(signed(body, 'newer invented secret', secret), body, known, { nowSeconds }).ok).toBe(true);
    expect(verify(headers, body, known, { nowSeconds }).ok).toBe(true);
  }
});

test('verifies Ed25519 with the public key alone', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const sent = signed(body, `whsk_${Buffer.concat([seed, point]).toString('base64')}`);
  const known = `whpk_${point.toString('base64')}`;
  expect(verify(sent, body, known, { nowSeconds })).toEqual({ ok: true, scheme: 'standard' });
  expect(verify(sent, `${body} `, known, { nowSeconds })).toMatchObject({ ok: false, reason: 'mismatch' });
});

test('reads the clock of the machine unless it is told the time', () => {
  vi.useFakeTimers({ now: nowSeconds * 1000, toFake: ['Date'] });
  try {
    expect(verify(headers, body, secret).ok).toBe(true);
  } finally {
    vi.useRealTimers();
  }
  expect(verify(headers, body, secret, { nowSeconds: nowSeconds + 301 })).toMatchObject({ reason: 'stale' });
});

test.each([
  ['stale', { nowSeconds: nowSeconds + 301 }],
  ['future', { nowSeconds: nowSeconds - 301 }],
  ['stale', { nowSeconds: nowSeconds + 11, toleranceSeconds: 10 }],
] as const)('refuses a request that is %s, whatever else holds', (reason, options) => {
  expect(verify(headers, body, secret, options)).toMatchObject({ ok: false, reason });
});

test('refuses an old request whose time was taken away, where only the standard scheme is accepted', () => {
  const replayed = without('webhook-id', 'webhook-timestamp', 'webhook-signature');
  expect(verify(replayed, body, secret, { nowSeconds, schemes: ['standard'] })).toMatchObject({
    ok: false,
    reason: 'missing',
  });
});

test.each([
  ['mismatch', headers, `${body} `, secret],
  ['mismatch', headers, body, 'another invented secret'],
  [
    'mismatch',
    { ...headers, 'webhook-id': 'evt_other', 'X-Sensei-Signature': '', 'X-Confiture-Signature': '' },
    body,
    secret,
  ],
  ['missing', {}, body, secret],
  ['malformed', { 'X-Confiture-Signature': 'sha1=00' }, body, secret],
] as const)('says %s', (reason, sent, text, known) => {
  const result = verify(sent, text, known, { nowSeconds });
  expect(result).toMatchObject({ ok: false, reason, message: expect.stringMatching(/^[a-z].{20,}/) });
});

test('never accepts a request with any one byte of body or headers changed', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 127 }), (at, change) => {
      const bytes = Buffer.from(body);
      const index = at % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ change;
      expect(verify(headers, bytes, secret, { nowSeconds }).ok).toBe(false);
    }),
  );
});

test.each([[[]], [''], ['whpk_AAAA']])('throws for secrets that cannot verify: %j', (secrets) => {
  const standard = { ...headers, 'webhook-signature': 'v1a,AAAA' };
  expect(() => verify(standard, body, secrets, { nowSeconds })).toThrow(
    expect.objectContaining({ code: 'ENDPOINT_INVALID' }),
  );
});

test.each(['envelope', 'cloudevents'] as const)('%s: reads back every event', (format) => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const sent = formatEvent(event, { name: 'ops', format }).body;
      const { id, type, created_at, environment, organization_id, data } = event;
      const expected = { id, type, created_at, environment, organization_id, data };
      expect(parseEvent(sent)).toEqual(JSON.parse(JSON.stringify(expected)));
    }),
  );
});

test('gives each type its own data', () => {
  const event = parseEvent(
    Buffer.from(formatEvent(sampleEvent('migration.failed'), { name: 'x', format: 'envelope' }).body),
  );
  if (event?.type !== 'migration.failed') throw new Error('not the type that was sent');
  expect(event.data.error.sqlstate).toBe('23505');
});

test('reads back the payload of format confiture', () => {
  const read = (type: 'migration.completed' | 'migration.failed'): ConfiturePayload | null =>
    parsePayload(formatEvent(sampleEvent(type), { name: 'x', format: 'confiture' }).body);
  const [success, failure] = [read('migration.completed'), read('migration.failed')];
  expect(success?.error).toBeUndefined();
  expect(failure?.error?.type).toBe('UniqueViolation');
  expect([success?.migration.name, failure?.event_type]).toEqual([
    '005_add_payment_table',
    'migration_error',
  ]);
});

test.each([
  '',
  'no json',
  '[]',
  'null',
  '{}',
  '{"type": "migration.completed"}',
  '{"type": "later.type", "data": {}}',
])('gives null for %j, which is no event it knows', (text) => {
  expect(parseEvent(text)).toBeNull();
  expect(parsePayload(text)).toBeNull();
});
