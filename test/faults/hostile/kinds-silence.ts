import { expect } from 'vitest';
import type { Socket } from 'node:net';
import {
  delivered,
  HEAD,
  type HostileKind,
  NOT_HTTP,
  RESET,
  SHORT_MS,
  TIMEOUT,
  unreachable,
} from './hostile-kind.js';

/** Receivers that say nothing, say it too slowly, or end the connection before they have said it. */
export const silentKinds: readonly HostileKind[] = [
  { name: 'never answers', timeoutMs: SHORT_MS, ending: unreachable(TIMEOUT) },
  {
    name: 'never reads',
    onConnect: (socket) => socket.pause(),
    timeoutMs: SHORT_MS,
    ending: unreachable(TIMEOUT),
  },
  {
    name: 'drips its status line byte by byte',
    onRequest: (socket) => drip(socket, 'HTTP/1.1 200 Very Long Reason '.repeat(50)),
    timeoutMs: SHORT_MS,
    ending: unreachable(TIMEOUT),
  },
  {
    name: 'drips headers byte by byte',
    onRequest: (socket) => drip(socket, 'X-Slow: yes\r\n', HEAD),
    timeoutMs: SHORT_MS,
    ending: unreachable(TIMEOUT),
  },
  {
    name: 'drips a body byte by byte',
    onRequest: (socket) => drip(socket, 'drop ', `${HEAD}\r\n`),
    timeoutMs: SHORT_MS,
    ending: delivered(200, expect.stringMatching(/^(drop )+$/)),
  },
  {
    name: 'sends half a status line and stops',
    onRequest: (socket) => socket.write('HTTP/1.1 2'),
    timeoutMs: SHORT_MS,
    ending: unreachable(TIMEOUT),
  },
  {
    name: 'sends half a status line and ends',
    onRequest: (socket) => socket.end('HTTP/1.1 2'),
    ending: unreachable(RESET),
  },
  {
    name: 'sends headers without an end and stops',
    onRequest: (socket) => socket.write(`${HEAD}X-A: b\r\n`),
    timeoutMs: SHORT_MS,
    ending: unreachable(TIMEOUT),
  },
  {
    name: 'ends after half of its headers',
    onRequest: (socket) => socket.end(`${HEAD}X-A: b\r\n`),
    ending: unreachable(RESET),
  },
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
    name: 'resets once the request has come',
    onRequest: (socket) => socket.resetAndDestroy(),
    ending: unreachable(RESET),
  },
  {
    name: 'ends without a word once the request has come',
    onRequest: (socket) => socket.end(),
    ending: unreachable(RESET),
  },
  {
    name: 'resets after half of its headers',
    onRequest: (socket) => socket.write(`${HEAD}X-A: b\r\n`, () => socket.resetAndDestroy()),
    ending: unreachable(RESET),
  },
  {
    name: 'greets in another protocol',
    onConnect: (socket) => socket.write('220 mail.invented.test ESMTP\r\n'),
    ending: unreachable(NOT_HTTP),
  },
];

function drip(socket: Socket, text: string, head = ''): void {
  let at = 0;
  if (head !== '') socket.write(head);
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 5);
  socket.on('close', () => clearInterval(timer));
}
