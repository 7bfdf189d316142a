import { once } from 'node:events';
import { expect, it } from 'vitest';
import { EmbeddedStream, type ProtocolEngine } from '../../../src/database/embedded/stream.js';

const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

function streamOver(answer: (onRawData: (data: Uint8Array) => void) => void): EmbeddedStream {
  const engine: ProtocolEngine = {
    execProtocolRawStream: async (_message, { onRawData }) => answer(onRawData),
  };
  return new EmbeddedStream(engine);
}

it('hands on an answer that comes in pieces', async () => {
  const stream = streamOver((tell) => [...READY].forEach((byte) => void tell(Uint8Array.of(byte))));
  const data: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => data.push(chunk));
  await new Promise((done) => stream.write('Q', done));
  stream.end();
  await once(stream, 'close');
  expect(Buffer.concat(data)).toEqual(READY);
});

it.each([
  [
    'throws',
    () => {
      throw { name: 'ExitStatus' };
    },
  ],
  ['answers nothing', () => {}],
  ['stops in the middle', (tell: (data: Uint8Array) => void) => tell(READY.subarray(0, 5))],
])('ends with an error when the engine %s', async (_fault, answer) => {
  const stream = streamOver(answer);
  stream.resume();
  const failed = once(stream, 'error');
  stream.write('Q');
  expect(String((await failed)[0])).toContain('has crashed');
  expect(stream.destroyed).toBe(true);
});
