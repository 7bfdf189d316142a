import { expect, it } from 'vitest';
import { OpenStreams } from '../../../src/server/stream/open-streams.js';

it('takes ten streams of a token, and another when one has ended', () => {
  const streams = new OpenStreams();
  const [closeFirst] = Array.from({ length: 10 }, () => streams.open('tok_a'));
  const refused = () => streams.open('tok_a');
  expect(refused).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  streams.open('tok_b');
  closeFirst?.();
  streams.open('tok_a');
  expect(refused).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
});
