// What endpoints that accept and never answer cost a run: the same migrations with and without them, in turn, in a
// database that has had runs before.
import net from 'node:net';
import { CLI, makeProject, medianOfValues, startServer, timed } from './support.mjs';

export async function benchWebhooks({ rounds }) {
  const server = await startServer();
  const holes = await Promise.all(Array.from({ length: 5 }, startBlackHole));
  const [first, project] = [makeProject(1), makeProject(100)];
  const targets = Object.fromEntries(
    holes.map(({ port }, n) => [`CONFITURE_WEBHOOK_HOLE${n}_URL`, `http://127.0.0.1:${port}/`]),
  );
  const up = (database, cwd, env) =>
    timed(
      process.execPath,
      [CLI, 'migrate', 'up', '--quiet', '--drain-timeout', '0', '--database-url', server.url(database)],
      { cwd, env },
    );
  try {
    await server.freshDatabase('before');
    await up('before', first.dir, targets);
    const [without, withHoles] = [[], []];
    for (let round = 0; round < rounds * 7; round += 1) {
      for (const [values, env] of [
        [without, {}],
        [withHoles, targets],
      ]) {
        await server.freshDatabase('hooks', 'before');
        values.push((await up('hooks', project.dir, env)).ms);
      }
    }
    const [plain, holed] = [medianOfValues(without), medianOfValues(withHoles)];
    return [
      ['100 migrations, no webhooks', `${plain.toFixed(0)} ms`],
      [
        '100 migrations, 5 endpoints that never answer',
        `${holed.toFixed(0)} ms`,
        `${(holed / plain).toFixed(2)} × without`,
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
