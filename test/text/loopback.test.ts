import { expect, it } from 'vitest';
import { isLoopback } from '../../src/text/loopback.js';

it.each([
  'localhost',
  'LOCALHOST.',
  'hooks.localhost',
  '127.0.0.1',
  '127.9.9.9',
  '0x7f.1',
  '2130706433',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
])('takes %s for this machine', (host) => {
  expect(isLoopback(new URL(`http://${host}/`).hostname)).toBe(true);
});

it.each([
  'localhost.example.com',
  'notlocalhost',
  '128.0.0.1',
  '0.0.0.0',
  '127.example.com',
  '[::2]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[::127.0.0.1]',
  '[2002:7f00:1::1]',
])('takes %s for another machine', (host) => {
  expect(isLoopback(new URL(`http://${host}/`).hostname)).toBe(false);
});

it.each(['::1', '::ffff:127.0.0.1', '::FFFF:7F00:1', '127.0.0.1', 'LocalHost', 'db.localhost'])(
  'takes %s, as a person writes it for a server or a database, for this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

it.each(['::', '0.0.0.0', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '/127.0.0.1', '127.0.0.1.example.com', ''])(
  'takes %s, as a person writes it, for another machine',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
