import { setTimeout as pause } from 'node:timers/promises';

/** Seconds that each migration of the run takes longer than its statements. */
const EACH_SECONDS = 2;
/** How long the report keeps the table: longer than the lock time-out of a statement, so that one is tried again. */
const REPORT_MS = 9_000;
const BETWEEN_LOOKS_MS = 500;

/** Starts thirty migrations, of which the 28th fails; one of them finds its table in use by a report. */
export async function startLiveRun({ project, server, database, signal }) {
  project.addLive(EACH_SECONDS);
  await server.ask('/v1/runs', { target: '042', reason: 'Release 42: shipments in kilograms' });
  const report = await database.connect();
  try {
    await untilApplied(database, '019', signal);
    await report.query('begin; select count(*) from orders');
    await pause(REPORT_MS, null, { signal });
  } finally {
    await report.end();
  }
}

/** The run is a person's to steer: it may be paused, cancelled or done at any time, so this has no end of its own. */
async function untilApplied(database, version, signal) {
  const isApplied = async () =>
    (await database.query('select 1 from tb_confiture where version >= $1', [version])).length > 0;
  while (!(await isApplied())) await pause(BETWEEN_LOOKS_MS, null, { signal });
}
