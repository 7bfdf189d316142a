// Figures of the runner: whole processes, medians, side by side with a raw pipelined script on the same machine.
import path from 'node:path';
import { CLI, makeProject, medianOf, query, startServer, startSlowLink, timed } from './support.mjs';

const REPORT_PEAK = path.resolve('bench/report-peak.cjs');

export async function benchRunner({ rounds }) {
  const server = await startServer();
  const rows = [];
  try {
    rows.push(...(await startUp(rounds)));
    rows.push(...(await slowLink(server, rounds)));
    rows.push(...(await local(server, rounds)));
  } finally {
    await server.stop();
  }
  return rows;
}

async function startUp(rounds) {
  const node = await medianOf(rounds * 3, async () => (await timed(process.execPath, ['-e', '0'])).ms);
  const version = await medianOf(
    rounds * 3,
    async () => (await timed(process.execPath, [CLI, '--version'])).ms,
  );
  return [
    ['node -e 0', `${node.toFixed(0)} ms`],
    ['confiture --version', `${version.toFixed(0)} ms`, `${(version / node).toFixed(2)} × node -e 0`],
  ];
}

/** Round trips are the slope of wall time over latency, so that neither start-up nor the server's work counts. */
async function slowLink(server, rounds) {
  const many = makeProject(100);
  const one = makeProject(1);
  const at = async (roundTripMs, start) => {
    const link = await startSlowLink(server.port, roundTripMs);
    try {
      return await medianOf(rounds, async () => {
        await server.freshDatabase('slow');
        return start(server.url('slow', link.port));
      });
    } finally {
      link.stop();
    }
  };
  try {
    const raw = await at(20, (url) => rawScript(url, many.dir));
    const ours = await at(20, (url) => up(url, many.dir));
    const trips = async (dir) =>
      ((await at(60, (url) => up(url, dir))) - (await at(20, (url) => up(url, dir)))) / 40;
    const fixed = await trips(one.dir);
    const perMigration = ((await trips(many.dir)) - fixed) / 99;
    return [
      [
        '100 migrations at 20 ms round trip',
        `${ours.toFixed(0)} ms`,
        `${(ours / raw).toFixed(2)} × raw pipelined script`,
      ],
      ['round trips a migration', perMigration.toFixed(2)],
      ['round trips of a run with one migration', fixed.toFixed(1)],
    ];
  } finally {
    many.remove();
    one.remove();
  }
}

async function local(server, rounds) {
  const project = makeProject(1000);
  try {
    const fresh = async () => server.freshDatabase('local');
    const raw = await medianOf(rounds, async () => {
      await fresh();
      return rawScript(server.url('local'), project.dir);
    });
    let memory = 0;
    const ours = await medianOf(rounds, async () => {
      await fresh();
      const result = await timed(process.execPath, [CLI, ...upArgs(server.url('local'))], {
        cwd: project.dir,
        env: { NODE_OPTIONS: `--require ${REPORT_PEAK}` },
      });
      memory = Math.max(memory, Number(/peak (\d+)/.exec(result.output)?.[1] ?? 0) / 1024);
      return result.ms;
    });
    const node = await medianOf(rounds * 3, async () => (await timed(process.execPath, ['-e', '0'])).ms);
    const nothing = await medianOf(rounds * 3, () => up(server.url('local'), project.dir));
    const [{ count }] = await query(server.url('local'), 'select count(*)::int as count from tb_confiture');
    if (count !== 1000) throw new Error(`only ${count} of 1000 migrations were applied`);
    return [
      [
        '1,000 migrations, a transaction each',
        `${ours.toFixed(0)} ms`,
        `${(ours / raw).toFixed(2)} × raw pipelined script`,
      ],
      ['peak memory of it', `${memory.toFixed(0)} MB`],
      [
        'nothing to do, 1,000 applied',
        `${nothing.toFixed(0)} ms`,
        `node -e 0 + ${(nothing - node).toFixed(0)} ms`,
      ],
    ];
  } finally {
    project.remove();
  }
}

const upArgs = (url) => ['migrate', 'up', '--quiet', '--database-url', url];

async function up(url, cwd) {
  return (await timed(process.execPath, [CLI, ...upArgs(url)], { cwd })).ms;
}

async function rawScript(url, dir) {
  const script = path.resolve('bench/raw-pipeline.mjs');
  return (await timed(process.execPath, [script, url, path.join(dir, 'db/migrations')])).ms;
}
