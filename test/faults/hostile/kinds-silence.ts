import type { Socket } from 'node:net';
import {
  answer,
  delivered,
  HEAD,
  type HostileKind,
  NOT_HTTP,
  RESET,
  SHORT_MS,
  TIMEOUT,
  unreachable,
} from './hostile-kind.js';

/** Receivers that say nothing or too little, and never end. */
const hanging: readonly Omit<HostileKind, 'timeoutMs'>[] = [
  { name: 'never answers', ending: unreachable(TIMEOUT) },
  { name: 'never reads', onConnect: (socket) => socket.pause(), ending: unreachable(TIMEOUT) },
  {
    name: 'sends half a status line and stops',
    onRequest: (socket) => socket.write('HTTP/1.1 2'),
    ending: unreachable(TIMEOUT),
  },
  {
    name: 'sends headers without an end and stops',
    onRequest: (socket) => socket.write(`${HEAD}X-A: b\r\n`),
    ending: unreachable(TIMEOUT),
  },
  {
    name: 'drips its status line byte by byte',
    onRequest: (socket) => drip(socket, '', 'HTTP/1.1 200 Very Long Reason '.repeat(50)),
    ending: unreachable(TIMEOUT),
  },
  {
    name: 'drips headers byte by byte',
    onRequest: (socket) => drip(socket, HEAD, 'X-Slow: yes\r\n'),
    ending: unreachable(TIMEOUT),
  },
  {
    name: 'drips a body byte by byte',
    onRequest: (socket) => drip(socket, `${HEAD}\r\n`, 'drop '),
    ending: delivered(200, /^(?:drop )+$/),
  },
  {
    name: 'stops in the middle of its body',
    onRequest: (socket) => socket.write(`${HEAD}Content-Length: 100\r\n\r\nfirst half`),
    ending: delivered(200, 'first '),
  },
  {
    name: 'stops in the middle of the body of an error',
    onRequest: (socket) => socket.write('HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\nfirst half'),
    ending: { ...unreachable('HTTP 500'), answer: { status: 500, text: 'first ' } },
  },
  {
    name: 'says that it is processing and stops',
    onRequest: (socket) => socket.write('HTTP/1.1 102 Processing\r\n\r\n'),
    ending: unreachable(TIMEOUT),
  },
];

/** Receivers that end the connection, at each stage. */
const ending: readonly HostileKind[] = [
  {
    name: 'ends the connection as soon as it is made',
    onConnect: (socket) => socket.end(),
    ending: unreachable(RESET),
  },
  {
    name: 'resets the connection as soon as it is made',
    onConnect: (socket) => socket.resetAndDestroy(),
    ending: unreachable(RESET),
  },
  {
    name: 'ends without a word once the request has come',
    onRequest: (socket) => socket.end(),
    ending: unreachable(RESET),
  },
  {
    name: 'resets once the request has come',
    onRequest: (socket) => socket.resetAndDestroy(),
    ending: unreachable(RESET),
  },
  {
    name: 'sends half a status line and ends',
    onRequest: (socket) => socket.end('HTTP/1.1 2'),
    ending: unreachable(RESET),
  },
  {
    name: 'ends after empty lines',
    onRequest: (socket) => socket.end('\r\n\r\n\r\n'),
    ending: unreachable(RESET),
  },
  {
    name: 'ends after half of its headers',
    onRequest: (socket) => socket.end(`${HEAD}X-A: b\r\n`),
    ending: unreachable(RESET),
  },
  {
    name: 'resets after half of its headers',
    onRequest: (socket) => socket.write(`${HEAD}X-A: b\r\n`, () => socket.resetAndDestroy()),
    ending: unreachable(RESET),
  },
  {
    name: 'resets in the middle of its body',
    onRequest: (socket) =>
      socket.write(`${HEAD}Content-Length: 100\r\n\r\nfirst half`, () =>
        setImmediate(() => socket.resetAndDestroy()),
      ),
    ending: delivered(200, 'first '),
  },
  {
    name: 'resets after its answer',
    onRequest: (socket) => socket.write(answer(204), () => setImmediate(() => socket.resetAndDestroy())),
    ending: delivered(204),
  },
  {
    name: 'greets in another protocol',
    onConnect: (socket) => socket.write('220 mail.invented.test ESMTP\r\n'),
    ending: unreachable(NOT_HTTP),
  },
];

export const silentKinds: readonly HostileKind[] = [
  ...hanging.map((kind) => ({ ...kind, timeoutMs: SHORT_MS })),
  ...ending,
];

function drip(socket: Socket, head: string, text: string): void {
  let at = 0;
  if (head !== '') socket.write(head);
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 5);
  socket.on('close', () => clearInterval(timer));
}
