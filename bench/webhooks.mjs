// What endpoints that accept and never answer cost a run: the same migrations with and without them.
import net from 'node:net';
import { CLI, makeProject, medianOf, startServer, timed } from './support.mjs';

export async function benchWebhooks({ rounds }) {
  const server = await startServer();
  const holes = await Promise.all(Array.from({ length: 5 }, startBlackHole));
  const project = makeProject(100);
  const run = async (env) => {
    await server.freshDatabase('hooks');
    const args = [
      CLI,
      'migrate',
      'up',
      '--quiet',
      '--drain-timeout',
      '0',
      '--database-url',
      server.url('hooks'),
    ];
    return (await timed(process.execPath, args, { cwd: project.dir, env })).ms;
  };
  const targets = Object.fromEntries(
    holes.map(({ port }, n) => [`CONFITURE_WEBHOOK_HOLE${n}_URL`, `http://127.0.0.1:${port}/`]),
  );
  try {
    const without = await medianOf(rounds, () => run({}));
    const withHoles = await medianOf(rounds, () => run(targets));
    return [
      ['100 migrations, no webhooks', `${without.toFixed(0)} ms`],
      [
        '100 migrations, 5 endpoints that never answer',
        `${withHoles.toFixed(0)} ms`,
        `${(withHoles / without).toFixed(2)} × without`,
      ],
    ];
  } finally {
    for (const hole of holes) hole.stop();
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
