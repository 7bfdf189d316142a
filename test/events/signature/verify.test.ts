import { createHash, createHmac, verify as verifyEd25519 } from 'node:crypto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { signatureHeaders } from '../../../src/events/signature/signature.js';
import { verifyRequest } from '../../../src/events/signature/verify.js';

vi.mock(import('node:crypto'), async (original) => {
  const crypto = await original();
  return { ...crypto, createHmac: vi.fn(crypto.createHmac), verify: vi.fn(crypto.verify) as never };
});

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const privateKey =
  'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const publicKey = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
const body = '{"test": 2432232314}';
const nowSeconds = 1614265330;

function signed(secrets: readonly string[]): Record<string, string> {
  return signatureHeaders({
    body,
    eventId: 'evt_1',
    timestampSeconds: nowSeconds,
    secrets,
    format: 'envelope',
  });
}

function check(headers: Record<string, string>, change: object = {}) {
  return verifyRequest({ headers, body, secrets: [secret], nowSeconds, ...change });
}

test('accepts every scheme of a request that is as it was sent', () => {
  const ok = { ok: true };
  expect(check(signed([secret]))).toEqual({
    verified: true,
    schemes: { confiture: ok, sensei: ok, standard: ok },
  });
});

test('reads header names in any case and bodies as bytes', () => {
  const headers = Object.fromEntries(
    Object.entries(signed([secret])).map(([key, value]) => [key.toUpperCase(), value]),
  );
  expect(check(headers, { body: Buffer.from(body) }).verified).toBe(true);
});

test('refuses every scheme when one byte of the body differs', () => {
  const reason = { ok: false, reason: 'mismatch' };
  expect(check(signed([secret]), { body: `${body} ` })).toEqual({
    verified: false,
    schemes: { confiture: reason, sensei: reason, standard: reason },
  });
});

test('says what is missing', () => {
  const reason = { ok: false, reason: 'missing' };
  expect(check({})).toEqual({
    verified: false,
    schemes: { confiture: reason, sensei: reason, standard: reason },
  });
});

test.each([
  ['webhook-timestamp', 'soon', 'malformed'],
  ['webhook-timestamp', '-5', 'malformed'],
  ['webhook-timestamp', String(nowSeconds - 301), 'stale'],
  ['webhook-timestamp', String(nowSeconds + 301), 'future'],
  ['webhook-timestamp', String(nowSeconds + 1), 'mismatch'],
  ['webhook-signature', 'v1,', 'malformed'],
  ['webhook-signature', 'v2,AAAA', 'malformed'],
  ['webhook-signature', 'v1,g0hM9SsE', 'mismatch'],
  ['webhook-signature', 'v1a,g0hM9SsE', 'mismatch'],
  ['webhook-signature', '', 'missing'],
  ['webhook-id', 'evt_2', 'mismatch'],
  ['webhook-id', '', 'missing'],
])('standard: %s %j is %s', (name, value, reason) => {
  expect(check({ ...signed([secret]), [name]: value }).schemes.standard).toEqual({ ok: false, reason });
});

test.each(['sha256=', 'sha1=abc', 'abc', `sha256=${'g'.repeat(64)}`])(
  'confiture: %j is malformed',
  (value) => {
    expect(check({ 'X-Confiture-Signature': value }).schemes.confiture).toEqual({
      ok: false,
      reason: 'malformed',
    });
  },
);

test('accepts a signature on the edge of the tolerance', () => {
  expect(check(signed([secret]), { nowSeconds: nowSeconds + 300 }).verified).toBe(true);
  expect(check(signed([secret]), { nowSeconds: nowSeconds - 300 }).verified).toBe(true);
});

test('does not call a replay verified because the body alone is genuine', () => {
  const late = check(signed([secret]), { nowSeconds: nowSeconds + 301 });
  expect([late.verified, late.schemes.confiture.ok]).toEqual([false, true]);
});

test('skips decoys in a list of signatures', () => {
  const headers = signed([secret]);
  const decoy = 'Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';
  const list = `v1,${decoy} v2,${decoy} ${headers['webhook-signature']}`;
  expect(check({ ...headers, 'webhook-signature': list }).schemes.standard).toEqual({ ok: true });
});

test('accepts the old secret by the standard scheme during a rotation', () => {
  const { verified, schemes } = check(signed(['whsec_new_invented', secret]));
  expect([verified, schemes.confiture.ok, schemes.standard.ok]).toEqual([true, false, true]);
});

test.each([publicKey, privateKey])('checks Ed25519 signatures with %s', (key) => {
  expect(check(signed([privateKey]), { secrets: [key] }).schemes.standard).toEqual({ ok: true });
  const forged = check(signed([privateKey]), { secrets: [key], body: 'x' });
  expect(forged.schemes.standard).toEqual({ ok: false, reason: 'mismatch' });
});

test('knows the published Ed25519 vector', () => {
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature':
      'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
  };
  expect(check(headers, { secrets: [publicKey] }).schemes.standard).toEqual({ ok: true });
});

describe('a request that nobody signed', () => {
  const decoys = (version: string, bytes: number, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const digest = createHash('sha512').update(String(index)).digest();
      return `${version},${digest.subarray(0, bytes).toString('base64')}`;
    });
  const forged = (list: readonly string[]) => ({
    ...signed([secret]),
    'X-Confiture-Signature': `sha256=${'0'.repeat(64)}`,
    'X-Sensei-Signature': `sha256=${'0'.repeat(64)}`,
    'webhook-signature': list.join(' '),
  });

  beforeEach(() => vi.clearAllMocks());

  test('costs one HMAC a secret and content, however many signatures it claims', () => {
    const headers = forged(decoys('v1', 32, 1_000));
    vi.clearAllMocks();
    expect(check(headers, { secrets: [secret, 'an older invented secret'] }).verified).toBe(false);
    expect(createHmac).toHaveBeenCalledTimes(4);
  });

  test('costs no HMAC where it claims no signature that a secret could have made', () => {
    const headers = { ...signed([secret]), 'X-Confiture-Signature': 'x', 'X-Sensei-Signature': 'x' };
    vi.clearAllMocks();
    check({ ...headers, 'webhook-signature': decoys('v1a', 64, 3).join(' ') });
    expect(createHmac).not.toHaveBeenCalled();
  });

  test('costs ten Ed25519 verifications at most, and none for entries of another length', () => {
    check(forged(decoys('v1a', 64, 500)), { secrets: [publicKey] });
    expect(verifyEd25519).toHaveBeenCalledTimes(10);
    vi.clearAllMocks();
    check(forged(decoys('v1a', 63, 500)), { secrets: [publicKey] });
    expect(verifyEd25519).not.toHaveBeenCalled();
  });

  test('is not accepted by a genuine signature behind more entries than are looked at', () => {
    const genuine = signed([secret])['webhook-signature'] ?? '';
    const verdictAfter = (count: number) =>
      check(forged([...decoys('v1', 32, count), genuine])).schemes.standard.ok;
    expect([verdictAfter(9), verdictAfter(10)]).toEqual([true, false]);
  });
});
