// What endpoints that accept and never answer cost a run: the same migrations with and without them, in turn, in a
// database that has had runs before.
import net from 'node:net';
import { CLI, makeProject, medianOfValues, startServer, timed } from './support.mjs';

const DRAIN_MS = 1_000;

export async function benchWebhooks({ rounds }) {
  const server = await startServer();
  const holes = await Promise.all(Array.from({ length: 5 }, startBlackHole));
  const [first, project] = [makeProject(1), makeProject(100)];
  const targets = Object.fromEntries(
    holes.map(({ port }, n) => [`CONFITURE_WEBHOOK_HOLE${n}_URL`, `http://127.0.0.1:${port}/`]),
  );
  const up = (database, cwd, env, drainMs = 0) =>
    timed(
      process.execPath,
      [
        CLI,
        'migrate',
        'up',
        '--quiet',
        '--drain-timeout',
        `${drainMs}`,
        '--database-url',
        server.url(database),
      ],
      { cwd, env },
    );
  try {
    await server.freshDatabase('before');
    await up('before', first.dir, targets);
    const [without, withHoles, drained] = [[], [], []];
    for (let round = 0; round < rounds * 7; round += 1) {
      for (const [values, env, drainMs] of [
        [without, {}, 0],
        [withHoles, targets, 0],
        [drained, targets, DRAIN_MS],
      ]) {
        await server.freshDatabase('hooks', 'before');
        values.push((await up('hooks', project.dir, env, drainMs)).ms);
      }
    }
    const [plain, holed, waited] = [without, withHoles, drained].map(medianOfValues);
    return [
      ['100 migrations, no webhooks', `${plain.toFixed(0)} ms`],
      [
        '100 migrations, 5 endpoints that never answer',
        `${holed.toFixed(0)} ms`,
        `${(holed / plain).toFixed(2)} × without`,
      ],
      [
        `the same with a drain of ${DRAIN_MS} ms`,
        `${waited.toFixed(0)} ms`,
        `without + the drain + ${(waited - plain - DRAIN_MS).toFixed(0)} ms`,
      ],
    ];
  } finally {
    for (const hole of holes) hole.stop();
    first.remove();
    project.remove();
    await server.stop();
  }
}

async function startBlackHole() {
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket
      .on('error', () => {})
      .on('close', () => sockets.delete(socket))
      .resume();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
