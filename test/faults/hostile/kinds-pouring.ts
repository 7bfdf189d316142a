import { pour } from '../../support/raw-receiver.js';
import {
  delivered,
  HEAD,
  type HostileKind,
  NOT_HTTP,
  SHORT_MS,
  TIMEOUT,
  unreachable,
} from './hostile-kind.js';

const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;
const GIGABYTE = 1024 ** 3;

/** Receivers that send without an end, as fast as it is taken, and are cut off by the size of what they send. */
export const pouringKinds: readonly HostileKind[] = [
  pouring('storms with 100 Continue', '', 'HTTP/1.1 100 Continue\r\n\r\n', unreachable(NOT_HTTP)),
  pouring(
    'storms with 103 Early Hints',
    '',
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
    unreachable(NOT_HTTP),
  ),
  pouring('sends headers without an end', HEAD, 'X-Many: value\r\n', unreachable(NOT_HTTP)),
  pouring('sends one header without an end', `${HEAD}X-Long: `, 'x', unreachable(NOT_HTTP)),
  pouring('sends a body without an end', `${HEAD}\r\n`, 'more ', delivered(200, /^(?:more )+$/)),
  pouring(
    'sends a gigabyte',
    `${HEAD}Content-Length: ${GIGABYTE}\r\n\r\n`,
    'more ',
    delivered(200, /^(?:more )+$/),
  ),
  pouring('refuses with a gigabyte', `HTTP/1.1 500 No\r\nContent-Length: ${GIGABYTE}\r\n\r\n`, 'more ', {
    ...unreachable('HTTP 500'),
    answer: { status: 500, text: /^(?:more )+$/ },
  }),
  pouring('sends chunks of one byte without an end', CHUNKED, '1\r\n \r\n', delivered(200, /^ +$/)),
  pouring('sends trailers without an end', `${CHUNKED}0\r\n`, 'X-Trailer: value\r\n', delivered(200)),
];

/** The same where nothing counts the bytes: only time ends it. */
export const streamingKinds: readonly HostileKind[] = [
  pouring('sends empty lines without an end', '', '\r\n', unreachable(TIMEOUT)),
  pouring('sends a reason phrase without an end', 'HTTP/1.1 200 ', 'x', unreachable(TIMEOUT)),
  pouring('sends a chunk extension without an end', `${CHUNKED}5;`, 'x', delivered(200)),
].map((kind) => ({ ...kind, timeoutMs: SHORT_MS }));

function pouring(name: string, head: string, piece: string, ending: HostileKind['ending']): HostileKind {
  const chunk = Buffer.from(piece.repeat(Math.ceil((64 * 1024) / piece.length)));
  return {
    name,
    onRequest: (socket) => {
      if (head !== '') socket.write(head);
      pour(socket, chunk);
    },
    ending,
  };
}
