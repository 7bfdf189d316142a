import { expect, it } from 'vitest';
import { OpenStreams } from '../../../src/server/stream/open-streams.js';

const token = (id: string) => ({ id, text: `text-of-${id}`, address: '127.0.0.1' });
const known = (id: string) => ({ id, name: id, scopes: ['read'] as const });

it('takes ten streams of a token, and another when one has ended', () => {
  const streams = new OpenStreams(async () => known('a'));
  const open = Array.from({ length: 10 }, () => streams.open(token('a')));
  expect(() => streams.open(token('a'))).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  const other = streams.open(token('b'));
  open[0]?.closed();
  const again = streams.open(token('a'));
  for (const { closed } of [...open, other, again]) closed();
});

it('ends the streams of a token that is revoked, and no others', async () => {
  let isRevoked = false;
  const streams = new OpenStreams(async (text) => (isRevoked && text === 'text-of-a' ? null : known('b')));
  const ofRevoked = [streams.open(token('a')), streams.open(token('a'))];
  const other = streams.open(token('b'));
  await streams.check();
  expect(ofRevoked.map(({ signal }) => signal.aborted)).toEqual([false, false]);
  isRevoked = true;
  await streams.check();
  expect(ofRevoked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  expect(other.signal.aborted).toBe(false);
  for (const { closed } of [...ofRevoked, other]) closed();
});

it('ends none where the tokens cannot be looked up', async () => {
  const streams = new OpenStreams(async () => {
    throw new Error('the database is away');
  });
  const { signal, closed } = streams.open(token('a'));
  await streams.check();
  expect(signal.aborted).toBe(false);
  closed();
});
