import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  confitureSignature,
  signatureHeaders,
  standardSignature,
} from '../../../src/events/signature/signature.js';

const first = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1614265330,
  body: '{"test": 2432232314}',
};
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const ed25519 =
  'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const ed25519Signature =
  'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';

test('signs as the first Standard Webhooks vector says', () => {
  expect(standardSignature({ ...first, secrets: [secret] })).toBe(signature);
});

test('signs as the second Standard Webhooks vector says', () => {
  const message = {
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    timestamp: 1649367553,
    body: '{"email":"test@example.com","username":"test_user"}',
    secrets: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
  };
  expect(standardSignature(message)).toBe('v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=');
});

test('signs with Ed25519 as the third vector says', () => {
  expect(standardSignature({ ...first, secrets: [ed25519] })).toBe(ed25519Signature);
});

test('signs with every secret, in their order', () => {
  expect(standardSignature({ ...first, secrets: [ed25519, secret] })).toBe(
    `${ed25519Signature} ${signature}`,
  );
});

test('signs bytes and text alike', () => {
  expect(standardSignature({ ...first, body: Buffer.from(first.body), secrets: [secret] })).toBe(signature);
});

test.each([
  ['mysecret', '{"foo":"bar"}', '4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3'],
  [
    'development',
    '{"foo":"Foo\\n\\u001B[34mbar: ♥♥♥♥♥♥♥♥\\nthis-is-lost\\u001B[0m\\u001B[2K"}',
    'afecc3caa27548bb90d51a50384cb2868b9a3327b4ad6a01c9bd4ed0f8b0b12c',
  ],
  [
    "It's a Secret to Everybody",
    'Hello, World!',
    '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  ],
])('signs the body with secret %s as GitHub and its libraries do', (key, body, hex) => {
  expect(confitureSignature(body, key)).toBe(`sha256=${hex}`);
});

test('takes the whole secret as key of the body-only scheme, prefix included', () => {
  expect(confitureSignature('x', 'whsec_aaaa')).not.toBe(confitureSignature('x', 'aaaa'));
});

test('takes the raw bytes where what follows whsec_ is not base64', () => {
  const raw = standardSignature({ ...first, secrets: ['whsec_your_signing_secret'] });
  expect(raw).toMatch(/^v1,/);
  expect(raw).not.toBe(standardSignature({ ...first, secrets: ['your_signing_secret'] }));
});

const request = { body: first.body, eventId: first.id, timestampSeconds: first.timestamp };

test('sends the trio and the Confiture signature of the newest secret', () => {
  expect(signatureHeaders({ ...request, secrets: [secret, 'old'], format: 'confiture' })).toEqual({
    'webhook-id': first.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': standardSignature({ ...first, secrets: [secret, 'old'] }),
    'X-Confiture-Signature': confitureSignature(first.body, secret),
  });
});

test('adds the Sensei signature to envelopes only', () => {
  const headers = signatureHeaders({ ...request, secrets: [secret], format: 'envelope' });
  expect(headers['X-Sensei-Signature']).toBe(confitureSignature(first.body, secret));
  expect(signatureHeaders({ ...request, secrets: [secret], format: () => 1 })).not.toHaveProperty(
    'X-Sensei-Signature',
  );
});

test('never uses an Ed25519 key for an HMAC', () => {
  const headers = signatureHeaders({ ...request, secrets: [ed25519], format: 'envelope' });
  expect(Object.keys(headers)).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
});

test.each([
  ['unsigned endpoints', [], 'confiture'],
  ['vendor keys', ['invented-routing-key'], 'pagerduty'],
] as const)('sends identity without signature for %s', (_, secrets, format) => {
  expect(Object.keys(signatureHeaders({ ...request, secrets, format }))).toEqual([
    'webhook-id',
    'webhook-timestamp',
  ]);
});

test.each(['', 'whsec_', 'whsk_', 'whsk_AAAA', ed25519.replace('6Xb', '7Xb')])(
  'refuses %j as a secret',
  (bad) => {
    expect(() => standardSignature({ ...first, secrets: [bad] })).toThrow(
      expect.objectContaining({ code: 'ENDPOINT_INVALID', message: expect.not.stringContaining('Xb/') }),
    );
  },
);

test('makes Ed25519 signatures that another reading of the key accepts', () => {
  const bytes = Buffer.from(ed25519.slice(5), 'base64');
  const jwk = {
    kty: 'OKP',
    crv: 'Ed25519',
    d: bytes.subarray(0, 32).toString('base64url'),
    x: bytes.subarray(32).toString('base64url'),
  };
  const key = createPublicKey(createPrivateKey({ key: jwk, format: 'jwk' }));
  const made = standardSignature({ ...first, secrets: [ed25519] }).slice(4);
  const content = Buffer.from(`${first.id}.${first.timestamp}.${first.body}`);
  expect(verify(null, content, key, Buffer.from(made, 'base64'))).toBe(true);
});
