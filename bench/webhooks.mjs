// What endpoints cost a run: the same migrations with and without them, in turn, in a database that has had runs before.
import { createServer } from 'node:http';
import net from 'node:net';
import { difference, figure, inTurn, ratio } from './compare.mjs';
import { CLI, makeProject, startServer, timed } from './support.mjs';

const DRAIN_MS = 1_000;

export async function benchWebhooks({ rounds }) {
  const server = await startServer();
  const first = makeProject(1);
  try {
    const runs = { server, url: server.url('hooks') };
    await server.freshDatabase('before');
    await up(server.url('before'), first.dir, { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/' });
    return [...(await silent(runs, rounds * 7)), ...(await everyEvent(runs, rounds * 2))];
  } finally {
    first.remove();
    await server.stop();
  }
}

async function silent({ server, url }, rounds) {
  const holes = await Promise.all(Array.from({ length: 5 }, startBlackHole));
  const endpoints = Object.fromEntries(
    holes.map(({ port }, n) => [`CONFITURE_WEBHOOK_HOLE${n}_URL`, `http://127.0.0.1:${port}/`]),
  );
  const project = makeProject(100);
  const run = (env, drainMs) => async () => {
    await server.freshDatabase('hooks', 'before');
    return up(url, project.dir, env, drainMs);
  };
  try {
    const { without, holed, drained } = await inTurn(rounds, {
      without: run({}),
      holed: run(endpoints),
      drained: run(endpoints, DRAIN_MS),
    });
    const waited = drained.map((ms) => ms - DRAIN_MS);
    return [
      ['100 migrations, no webhooks', figure(without, 'ms')],
      [
        '100 migrations, 5 endpoints that never answer',
        figure(holed, 'ms'),
        ratio(holed, without, 'without'),
      ],
      [
        `the same with a drain of ${DRAIN_MS} ms`,
        figure(drained, 'ms'),
        difference(waited, without, 'without + the drain'),
      ],
    ];
  } finally {
    for (const hole of holes) hole.stop();
    project.remove();
  }
}

/** One endpoint that wants to hear of everything and answers at once. */
async function everyEvent({ server, url }, rounds) {
  const project = makeProject(1000);
  const receiver = createServer((request, response) => request.resume().on('end', () => response.end('ok')));
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const endpoint = {
    CONFITURE_WEBHOOK_URL: `http://127.0.0.1:${receiver.address().port}/`,
    CONFITURE_WEBHOOK_EVENTS: '*',
  };
  const run = (env) => async () => {
    await server.freshDatabase('hooks', 'before');
    return up(url, project.dir, env);
  };
  try {
    const { without, all } = await inTurn(rounds, { without: run({}), all: run(endpoint) });
    return [
      ['1,000 migrations, no webhooks', figure(without, 'ms')],
      ['1,000 migrations, one endpoint for all events', figure(all, 'ms'), ratio(all, without, 'without')],
    ];
  } finally {
    receiver.closeAllConnections();
    receiver.close();
    project.remove();
  }
}

/** Milliseconds that `migrate up` takes. */
async function up(url, cwd, env, drainMs = 0) {
  const args = ['migrate', 'up', '--quiet', '--drain-timeout', `${drainMs}`, '--database-url', url];
  return (await timed(process.execPath, [CLI, ...args], { cwd, env })).ms;
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
