import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSender, type Sender, type SenderOptions } from '../../../src/delivery/transport/send.js';
import { pour, type RawReceiver, startRaw } from '../../support/raw-receiver.js';
import { requestTo } from './request-to.js';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function sender(options: SenderOptions = {}): Sender {
  const made = createSender(options);
  open.push(made);
  return made;
}

async function receiver(behaviour: Parameters<typeof startRaw>[0]): Promise<RawReceiver> {
  const made = await startRaw(behaviour);
  open.push(made);
  return made;
}

const GENEROUS_MS = 20_000;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';

function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write(text[at++ % text.length] ?? '');
  }, 5);
}

interface Hostile {
  name: string;
  onConnect?: (socket: Socket) => void;
  onRequest?: (socket: Socket, first: Buffer) => void;
  expected: Record<string, unknown>;
}

const timeout = { kind: 'unreachable', reason: 'timeout', stage: 'response' };
const reset = { kind: 'unreachable', reason: 'reset', stage: 'response' };
const resetAnywhere = { kind: 'unreachable', reason: 'reset' };
const protocol = { kind: 'unreachable', reason: 'protocol', stage: 'response' };
const cut = { kind: 'delivered', status: 200, response: expect.objectContaining({ complete: false }) };

const hostile: Hostile[] = [
  { name: 'never answers', onRequest: () => undefined, expected: timeout },
  { name: 'never reads', onConnect: (s) => s.pause(), expected: timeout },
  {
    name: 'drips a status line byte by byte',
    onRequest: (s) => drip(s, 'HTTP/1.1 200 Very Long Reason '.repeat(50)),
    expected: timeout,
  },
  {
    name: 'drips headers byte by byte',
    onRequest: (s) => {
      s.write(HEAD);
      drip(s, 'X-Slow: yes\r\n');
    },
    expected: timeout,
  },
  {
    name: 'drips a body byte by byte',
    onRequest: (s) => {
      s.write(`${HEAD}\r\n`);
      drip(s, 'x');
    },
    expected: cut,
  },
  { name: 'sends half a status line and stops', onRequest: (s) => s.write('HTTP/1.1 2'), expected: timeout },
  { name: 'sends half a status line and ends', onRequest: (s) => s.end('HTTP/1.1 2'), expected: reset },
  { name: 'sends headers without an end', onRequest: (s) => s.write(`${HEAD}X-A: b\r\n`), expected: timeout },
  { name: 'ends after half of the headers', onRequest: (s) => s.end(`${HEAD}X-A: b\r\n`), expected: reset },
  { name: 'ends at once on connecting', onConnect: (s) => s.end(), expected: resetAnywhere },
  { name: 'resets at once on connecting', onConnect: (s) => s.resetAndDestroy(), expected: resetAnywhere },
  { name: 'resets once the request has come', onRequest: (s) => s.resetAndDestroy(), expected: reset },
  { name: 'closes without a word once the request has come', onRequest: (s) => s.end(), expected: reset },
  {
    name: 'resets after half of the headers',
    onRequest: (s) => s.write(`${HEAD}X-A: b\r\n`, () => s.resetAndDestroy()),
    expected: reset,
  },
  {
    name: 'resets in the middle of the body',
    onRequest: (s) =>
      s.write(`${HEAD}Content-Length: 100\r\n\r\nhalf`, () => setImmediate(() => s.resetAndDestroy())),
    expected: cut,
  },
  {
    name: 'ends before its content-length',
    onRequest: (s) => s.end(`${HEAD}Content-Length: 100\r\n\r\nshort`),
    expected: cut,
  },
  {
    name: 'waits for ever in the middle of the body',
    onRequest: (s) => s.write(`${HEAD}Content-Length: 100\r\n\r\nhalf`),
    expected: cut,
  },
  { name: 'sends a body without an end', onRequest: (s) => pourBody(s, `${HEAD}\r\n`), expected: cut },
  {
    name: 'announces and streams a gigabyte',
    onRequest: (s) => pourBody(s, `${HEAD}Content-Length: 1073741824\r\n\r\n`),
    expected: cut,
  },
  {
    name: 'sends chunks without an end',
    onRequest: (s) => {
      s.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      pour(s, `400\r\n${'x'.repeat(1024)}\r\n`);
    },
    expected: cut,
  },
  {
    name: 'sends a chunk extension without an end',
    onRequest: (s) => {
      s.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n5;`);
      pour(s, 'x'.repeat(1024));
    },
    expected: cut,
  },
  {
    name: 'sends trailers without an end',
    onRequest: (s) => {
      s.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n0\r\n`);
      pour(s, `X-T: ${'x'.repeat(100)}\r\n`);
    },
    expected: cut,
  },
  {
    name: 'sends a chunk size that is none',
    onRequest: (s) => s.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`),
    expected: cut,
  },
  {
    name: 'answers with garbage',
    onRequest: (s) => s.write('\u0000\u0001 not HTTP at all\r\n\r\n'),
    expected: protocol,
  },
  {
    name: 'speaks another protocol',
    onConnect: (s) => s.write('220 mail.invented.test ESMTP\r\n'),
    expected: protocol,
  },
  { name: 'answers with HTTP/9', onRequest: (s) => s.write('HTTP/9.7 200 OK\r\n\r\n'), expected: protocol },
  {
    name: 'answers with a status of four digits',
    onRequest: (s) => s.write('HTTP/1.1 2000 OK\r\n\r\n'),
    expected: protocol,
  },
  {
    name: 'answers with two content-lengths',
    onRequest: (s) => s.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'),
    expected: protocol,
  },
  {
    name: 'answers with a content-length that is none',
    onRequest: (s) => s.write('HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok'),
    expected: protocol,
  },
  {
    name: 'sends 3,000 headers',
    onRequest: (s) => s.write(`HTTP/1.1 200 OK\r\n${'X-Many: value\r\n'.repeat(3000)}\r\n`),
    expected: protocol,
  },
  {
    name: 'sends headers without an end as fast as it can',
    onRequest: (s) => {
      s.write('HTTP/1.1 200 OK\r\n');
      pour(s, 'X-Many: value\r\n'.repeat(100));
    },
    expected: protocol,
  },
  {
    name: 'sends one header without an end',
    onRequest: (s) => {
      s.write('HTTP/1.1 200 OK\r\nX-Long: ');
      pour(s, 'x'.repeat(1024));
    },
    expected: protocol,
  },
  {
    name: 'sends a reason phrase without an end',
    onRequest: (s) => {
      s.write('HTTP/1.1 200 ');
      pour(s, 'x'.repeat(1024));
    },
    expected: timeout,
  },
  {
    name: 'storms with 100 Continue',
    onRequest: (s) => pour(s, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(50)),
    expected: protocol,
  },
  {
    name: 'storms with 103 Early Hints',
    onRequest: (s) => pour(s, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(50)),
    expected: protocol,
  },
  {
    name: 'switches protocols unasked',
    onRequest: (s) =>
      s.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'),
    expected: protocol,
  },
  {
    name: 'answers before the request is read and then resets',
    onConnect: (s) => s.write(OK, () => setImmediate(() => s.resetAndDestroy())),
    expected: { kind: expect.stringMatching(/delivered|unreachable/) },
  },
];

function pourBody(socket: Socket, head: string): void {
  socket.write(head);
  pour(socket, Buffer.alloc(64 * 1024, 'x'));
}

/** Ends what hangs soon; a machine that did not even connect in that time gets more of it. */
async function outcomeOf(url: string, timeoutMs: number): ReturnType<Sender['send']> {
  const outcome = await sender({ limits: { bodyMs: 150 } }).send(requestTo(url), { timeoutMs });
  const isTooSoon = outcome.kind === 'unreachable' && outcome.stage === 'connect' && timeoutMs < GENEROUS_MS;
  return isTooSoon ? outcomeOf(url, timeoutMs * 4) : outcome;
}

describe('a receiver that', () => {
  it.each(hostile)(
    '$name ends as $expected.kind $expected.reason',
    async ({ onConnect, onRequest, expected }) => {
      const { url } = await receiver({
        onConnect: onConnect ?? (() => undefined),
        onRequest: onRequest ?? (() => undefined),
      });
      const isEndless = expected === timeout;
      expect(await outcomeOf(url, isEndless ? 300 : GENEROUS_MS)).toMatchObject(expected);
    },
  );
});
