// Figures of the runner: whole processes, medians, side by side with a raw pipelined script on the same machine.
import path from 'node:path';
import { difference, figure, inTurn, median, ratio } from './compare.mjs';
import { CLI, makeProject, query, startServer, startSlowLink, timed } from './support.mjs';

const REPORT_PEAK = path.resolve('bench/report-peak.cjs');
const RAW = 'raw pipelined script';

export async function benchRunner({ rounds }) {
  const server = await startServer();
  try {
    return [
      ...(await startUp(rounds * 5)),
      ...(await slowLink(server, rounds * 3)),
      ...(await local(server, rounds * 2)),
    ];
  } finally {
    await server.stop();
  }
}

async function startUp(rounds) {
  const { node, version } = await inTurn(rounds, { node: startNode, version: () => run(['--version']) });
  return [
    ['node -e 0', figure(node, 'ms')],
    ['confiture --version', figure(version, 'ms'), ratio(version, node, 'node -e 0')],
  ];
}

/** Round trips are the slope of wall time over latency, so that neither start-up nor the server's work counts. */
async function slowLink(server, rounds) {
  const [many, one] = [makeProject(100), makeProject(1)];
  const links = { 20: await startSlowLink(server.port, 20), 60: await startSlowLink(server.port, 60) };
  const fresh = async (roundTripMs) => {
    await server.freshDatabase('slow');
    return server.url('slow', links[roundTripMs].port);
  };
  const at = (roundTripMs, dir) => async () => up(await fresh(roundTripMs), dir);
  try {
    const { raw, ours, slower, one20, one60 } = await inTurn(rounds, {
      raw: async () => rawScript(await fresh(20), many.dir),
      ours: at(20, many.dir),
      slower: at(60, many.dir),
      one20: at(20, one.dir),
      one60: at(60, one.dir),
    });
    const applied = await fresh(20);
    const nothing = await inTurn(rounds, { up: () => up(applied, one.dir) });
    const fixed = (median(one60) - median(one20)) / 40;
    const all = (median(slower) - median(ours)) / 40;
    return [
      ['100 migrations at 20 ms round trip', figure(ours, 'ms'), ratio(ours, raw, RAW)],
      ['round trips a migration', ((all - fixed) / 99).toFixed(2)],
      ['round trips of a run with one migration', fixed.toFixed(1)],
      ['nothing to do at 20 ms round trip', figure(nothing.up, 'ms')],
    ];
  } finally {
    for (const link of Object.values(links)) link.stop();
    many.remove();
    one.remove();
  }
}

async function local(server, rounds) {
  const project = makeProject(1000);
  const url = server.url('local');
  const peaks = [];
  try {
    const { raw, ours } = await inTurn(rounds, {
      raw: async () => {
        await server.freshDatabase('local');
        return rawScript(url, project.dir);
      },
      ours: async () => {
        await server.freshDatabase('local');
        const { ms, output } = await timed(process.execPath, [CLI, ...upArgs(url)], {
          cwd: project.dir,
          env: { NODE_OPTIONS: `--require ${REPORT_PEAK}` },
        });
        peaks.push(Number(/peak (\d+)/.exec(output)[1]) / 1024);
        return ms;
      },
    });
    // The last round may have ended with the raw script, whose ledger is another one.
    await server.freshDatabase('local');
    await up(url, project.dir);
    const { node, nothing } = await inTurn(rounds * 3, {
      node: startNode,
      nothing: () => up(url, project.dir),
    });
    const [{ count }] = await query(url, 'select count(*)::int as count from tb_confiture');
    if (count !== 1000) throw new Error(`only ${count} of 1000 migrations were applied`);
    return [
      ['1,000 migrations, a transaction each', figure(ours, 'ms'), ratio(ours, raw, RAW)],
      ['peak memory of it', figure(peaks, 'MB')],
      ['nothing to do, 1,000 applied', figure(nothing, 'ms'), difference(nothing, node, 'node -e 0')],
    ];
  } finally {
    project.remove();
  }
}

const upArgs = (url) => ['migrate', 'up', '--quiet', '--database-url', url];

const up = (url, cwd) => run(upArgs(url), cwd);

async function startNode() {
  return (await timed(process.execPath, ['-e', '0'])).ms;
}

async function run(args, cwd) {
  return (await timed(process.execPath, [CLI, ...args], { cwd })).ms;
}

async function rawScript(url, dir) {
  const script = path.resolve('bench/raw-pipeline.mjs');
  return (await timed(process.execPath, [script, url, path.join(dir, 'db/migrations')])).ms;
}
