import { pour } from '../../delivery/raw-receiver.js';
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

/** Receivers whose answers are no HTTP, or more of it than anybody should read. */
export const nonsenseKinds: readonly HostileKind[] = [
  ...Object.entries({
    'answers with garbage': '\u0000\u0001 not HTTP at all\r\n\r\n',
    'answers in HTTP 0.9': 'received\r\n',
    'answers with HTTP/9': 'HTTP/9.7 200 OK\r\n\r\n',
    'answers with a status of four digits': 'HTTP/1.1 2000 OK\r\n\r\n',
    'answers with a NUL in a header': 'HTTP/1.1 200 OK\r\nX-A: a\u0000b\r\n\r\n',
    'folds a header': 'HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\nContent-Length: 0\r\n\r\n',
    'ends its lines without carriage returns': 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
    'sends two lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok',
    'sends a length that is no number': 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok',
    'sends a negative length': 'HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok',
    'sends a length of 30 digits': `HTTP/1.1 200 OK\r\nContent-Length: ${'9'.repeat(30)}\r\n\r\nok`,
    'sends a length and chunks':
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    'sends 3,000 headers': `HTTP/1.1 200 OK\r\n${'X-Many: value\r\n'.repeat(3000)}\r\n`,
    'switches protocols unasked':
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
  }).map(
    ([name, text]): HostileKind => ({
      name,
      onRequest: (socket) => socket.write(text),
      ending: unreachable(NOT_HTTP),
    }),
  ),
  {
    name: 'answers with empty lines and ends',
    onRequest: (socket) => socket.end('\r\n\r\n\r\n'),
    ending: unreachable(RESET),
  },
  {
    name: 'hints twice before it answers',
    onRequest: (socket) => socket.write(`${EARLY_HINTS.repeat(2)}${answer(200)}`),
    ending: delivered(200),
  },
  {
    name: 'names headers like members of every object',
    onRequest: (socket) =>
      socket.write(answer(200, { __proto__: 'a', constructor: 'b', toString: 'c', hasOwnProperty: 'd' })),
    ending: delivered(200),
  },
  {
    name: 'answers twice at once',
    onRequest: (socket) => socket.write(answer(200, {}, 'first') + answer(410, {}, 'second')),
    ending: delivered(200, 'first'),
  },
  {
    name: 'answers before the request has come',
    onConnect: (socket) => socket.write(answer(204)),
    ending: unreachable(NOT_HTTP),
  },
];
const EARLY_HINTS = '';

/** The same without an end, as fast as it is taken. */
export const pouringKinds: readonly HostileKind[] = [
  {
    name: 'storms with 100 Continue',
    onRequest: (socket) => pour(socket, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(50)),
    ending: unreachable(NOT_HTTP),
  },
  {
    name: 'storms with 103 Early Hints',
    onRequest: (socket) => pour(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(50)),
    ending: unreachable(NOT_HTTP),
  },
];
