import { expect, it, onTestFinished } from 'vitest';
import { startRecorder } from '../support/receiver.js';
import { receivedEvent, type SweepRecord, seeded, sweepProject } from './kill-sweep.js';

/** `npm run test:sweeps` and `scripts/sweep-outbox.mjs` ask for more. */
const KILLS = Number(process.env.CONFITURE_SWEEP_KILLS ?? 30);
const SEED = Number(process.env.CONFITURE_SWEEP_SEED ?? 5);
const KILLS_PER_PROJECT = 10;
const MOST_PROJECTS = KILLS;

it('loses no event and invents none, wherever a run is killed', {
  timeout: 60_000 + KILLS * 20_000,
}, async () => {
  const random = seeded(SEED);
  let kills = 0;
  for (let projects = 0; kills < KILLS && projects < MOST_PROJECTS; projects += 2) {
    const pair = await Promise.all([sweepAndCheck(random), sweepAndCheck(random)]);
    kills += pair[0] + pair[1];
  }
  expect(kills, `seed ${SEED}`).toBeGreaterThanOrEqual(KILLS);
});

async function sweepAndCheck(random: () => number): Promise<number> {
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  const record = await sweepProject({ endpointUrl: receiver.url, kills: KILLS_PER_PROJECT, random });
  check(record, receiver.requests.map(receivedEvent));
  await receiver.close();
  return record.kills;
}

function check(record: SweepRecord, received: ReturnType<typeof receivedEvent>[]): void {
  expect(record.deliver.exitCode).toBe(0);
  const bodies = new Map(received.map(({ id, body }) => [id, body]));
  for (const { id, body } of received) expect(body, 'a duplicate has the same body').toBe(bodies.get(id));
  const events = [...new Map(received.map((event) => [event.id, event])).values()];
  const completed = events.filter(({ type }) => type === 'migration.completed');
  expect(completed.map(({ version }) => version).sort()).toEqual(record.ledger);
  const failed = events.filter(({ type }) => type === 'migration.failed').map(({ runId }) => runId);
  expect(new Set(failed).size, 'one event for one failure').toBe(failed.length);
  expect(failed).toEqual(expect.arrayContaining([...record.observedFailures]));
}
