import { answer, delivered, type HostileKind, NOT_HTTP, unreachable } from './hostile-kind.js';

const OK = 'HTTP/1.1 200 OK\r\n';

/** Answers that are no HTTP, by what their receiver does. */
const notHttp: Readonly<Record<string, string>> = {
  'answers with garbage': '\u0000\u0001 not HTTP at all\r\n\r\n',
  'answers in HTTP 0.9': 'received\r\n',
  'answers in HTTP 9.7': 'HTTP/9.7 200 OK\r\n\r\n',
  'answers in HTTP 2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'answers with a status of four digits': 'HTTP/1.1 2000 OK\r\n\r\n',
  'answers with status 099': 'HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n',
  'puts a NUL into a header': `${OK}X-A: a\u0000b\r\n\r\n`,
  'folds a header': `${OK}X-A: a\r\n b\r\nContent-Length: 0\r\n\r\n`,
  'ends its lines without carriage returns': 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
  'sends two lengths': `${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`,
  'sends a length that is no number': `${OK}Content-Length: many\r\n\r\nok`,
  'sends a negative length': `${OK}Content-Length: -2\r\n\r\nok`,
  'sends a length of 30 digits': `${OK}Content-Length: ${'9'.repeat(30)}\r\n\r\nok`,
  'sends a length and chunks': `${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
  'sends 3,000 headers': `${OK}${'X-Many: value\r\n'.repeat(3000)}\r\n`,
  'switches protocols unasked': 'HTTP/1.1 101 Switch\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
  'asks to continue what is sent already': 'HTTP/1.1 100 Continue\r\n\r\n',
};

/** Answers that are odd and can be read all the same. */
const odd: readonly HostileKind[] = [
  {
    name: 'gives hints twice before it answers',
    onRequest: (socket) =>
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(2) + answer(200)),
    ending: delivered(200),
  },
  {
    name: 'names headers like members of every object',
    onRequest: (socket) =>
      socket.write(answer(200, ['__proto__: a', '__proto__: b', 'constructor: c', 'toString: d'])),
    ending: delivered(200),
  },
  {
    name: 'answers twice at once',
    onRequest: (socket) => socket.write(answer(200, [], 'first') + answer(410, [], 'second')),
    ending: delivered(200, 'first'),
  },
  {
    name: 'answers before it has read the request',
    onConnect: (socket) => socket.write(answer(204)),
    ending: delivered(204),
  },
  {
    name: 'answers in HTTP 1.0 without a length',
    onRequest: (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nreceived'),
    ending: delivered(200, 'received'),
  },
];

/** Receivers that do not keep to HTTP. */
export const nonsenseKinds: readonly HostileKind[] = [
  ...Object.entries(notHttp).map(([name, text]) => ({
    name,
    onRequest: (socket: Parameters<NonNullable<HostileKind['onRequest']>>[0]) => socket.write(text),
    ending: unreachable(NOT_HTTP),
  })),
  ...odd,
];
