import { gzipSync } from 'node:zlib';
import { answer, delivered, HEAD, type HostileKind, rejected } from './hostile-kind.js';

const KEY = 'invented-key-of-the-endpoint';
const PASSPHRASE = 'correct horse battery staple';
/** Bytes of an answer that are read. */
const READ = 16 * 1024;

/** Words of which `last` starts so that only its first `seen` characters are read. */
function cutIn(last: string, seen: number): string {
  const before = READ - seen;
  return `${'ab '.repeat(before).slice(0, before - 1)} ${last}${' ab'.repeat(1000)}`;
}

/** Receivers whose answers should not be kept as they are. */
export const answerTextKinds: readonly HostileKind[] = [
  {
    name: 'sends the request back',
    endpoint: {
      headers: { 'X-Api-Key': KEY, Authorization: `Bearer ${KEY}` },
      secrets: [PASSPHRASE],
      auth: 'shared-secret',
    },
    urlFor: (port) => `http://127.0.0.1:${port}/hooks/${KEY}?key=${KEY}`,
    onRequest: (socket, first) => socket.write(answer(400, [], first.toString())),
    ending: rejected(
      400,
      { confiture: 'failed', sensei: 60 },
      /^(?![\s\S]*(?:invented-key|correct horse))POST \/hooks\/\*\*\*[\s\S]*X-Confiture-Secret: \*\*\*/,
    ),
  },
  {
    name: 'sends a secret back and is cut in the middle of it',
    endpoint: { secrets: [PASSPHRASE] },
    onRequest: (socket) => socket.write(answer(200, [], cutIn(PASSPHRASE, 'correct horse b'.length))),
    ending: delivered(200, /^(?:ab +)+$/),
  },
  {
    name: 'prints credentials of its own',
    onRequest: (socket) =>
      socket.write(answer(500, [], 'password=invented at postgres://app:invented@db.invented.test/app')),
    ending: rejected(
      500,
      { confiture: 2, sensei: 60 },
      'password=*** at postgres://***@db.invented.test/app',
    ),
  },
  {
    name: 'answers with control characters',
    onRequest: (socket) => socket.write(answer(200, [], 'a\u0000b\u001b[31mc')),
    ending: delivered(200, 'a\ufffdb\ufffd[31mc'),
  },
  {
    name: 'answers with what is no text',
    onRequest: (socket) => {
      socket.write(`${HEAD}Content-Length: ${2 * READ}\r\n\r\n`);
      socket.write(Buffer.alloc(2 * READ, 0xff));
    },
    ending: delivered(200, /^\ufffd+$/),
  },
  {
    name: 'is cut between the halves of a character',
    onRequest: (socket) => socket.write(answer(200, [], `x${'\u{1f353}'.repeat(READ)}`)),
    ending: delivered(200, /^x(?:\u{1f353})+\ufffd?$/u),
  },
  {
    name: 'answers with a compressed bomb',
    onRequest: (socket) => {
      const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024));
      socket.write(`${HEAD}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    },
    ending: delivered(200, '(compressed)'),
  },
  {
    name: 'sends less than it announces',
    onRequest: (socket) => socket.end(`${HEAD}Content-Length: 100\r\n\r\ntoo short`),
    ending: delivered(200, 'too '),
  },
  {
    name: 'sends more than it announces',
    onRequest: (socket) => socket.end(`${HEAD}Content-Length: 2\r\n\r\nok and more`),
    ending: delivered(200, 'ok'),
  },
  {
    name: 'sends a body with 204',
    onRequest: (socket) => socket.end('HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok'),
    ending: delivered(204),
  },
  {
    name: 'sends a chunk whose size is no number',
    onRequest: (socket) => socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\none\r\nzz\r\n`),
    ending: delivered(200),
  },
];
