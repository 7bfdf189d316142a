import { expect, it } from 'vitest';
import { configSchema } from '../../../src/config/file/schema.js';

const accepts = (serve: object) => configSchema.safeParse({ serve }).success;

it.each(['10.0.0.0/8', '127.0.0.1', 'fd00::/8', '::1', '0.0.0.0/0'])(
  'takes %s for a trusted proxy',
  (network) => {
    expect(accepts({ trustedProxies: [network] })).toBe(true);
  },
);

it.each(['10.0.0.0/33', '10.0.0', 'proxy.example', '10.0.0.0/8/8', 'fd00::/129', '10.0.0.0/', ''])(
  'takes %j for none',
  (network) => {
    expect(accepts({ trustedProxies: [network] })).toBe(false);
  },
);

it.each([
  ['https://ops.example.com/confiture', true],
  ['http://127.0.0.1:8787', true],
  ['ops.example.com', false],
  ['ftp://ops.example.com', false],
  ['https://user@ops.example.com', false],
  ['https://ops.example.com/?a=1', false],
])('takes %s as the public URL: %s', (publicUrl, isTaken) => {
  expect(accepts({ publicUrl })).toBe(isTaken);
});
