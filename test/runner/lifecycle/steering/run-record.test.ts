import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../src/database/connection.js';
import { RunRecord } from '../../../../src/runner/lifecycle/steering/run-record.js';
import type { NewRun, RunProgress } from '../../../../src/runner/lifecycle/steering/run-row.js';

const run: NewRun = {
  id: 'run_1',
  scope: { project: 'public.tb_confiture', environment: 'production' },
  direction: 'up',
  actor: { actor: 'mona', source: 'ci', commit: null, link: null },
  reason: null,
  process: { host: 'runner-7', pid: 42 },
  version: '1.0.0',
  hasBackend: true,
  isQueued: false,
  isPooled: false,
};
const progress: RunProgress = {
  planHash: null,
  total: 3,
  done: 0,
  migration: null,
  phase: null,
  rows: null,
  waitingFor: [],
};

/** A session that takes texts and answers as it is told. */
function sessionThat(answer: () => Promise<object[][]>) {
  const texts: string[] = [];
  const take = (text: string) => {
    texts.push(text);
    return answer();
  };
  return { texts, connection: { queryAll: take, queryUnbound: take } as object as Connection };
}

describe('RunRecord', () => {
  it('sends the row at once, and waits for no answer', () => {
    const { texts, connection } = sessionThat(() => new Promise(() => {}));
    new RunRecord(run, () => 0).insert(connection);
    expect(texts).toEqual([expect.stringContaining('insert into confiture.runs')]);
  });

  it('keeps a row that the database refuses to itself', async () => {
    const { connection } = sessionThat(() => Promise.reject(new Error('no space left')));
    const record = new RunRecord(run, () => 0);
    record.insert(connection);
    await expect(
      record.end(connection, { outcome: 'completed', errorCode: null, reason: null, progress }),
    ).resolves.toBeUndefined();
  });

  it('says that the run is alive every five seconds, and at once where it has come further', async () => {
    let now = 0;
    const { texts, connection } = sessionThat(async () => [[]]);
    const record = new RunRecord(run, () => now);
    record.insert(connection);
    const beats = () => texts.filter((text) => text.includes('heartbeat_at = clock_timestamp()')).length;
    await record.poll(connection, progress);
    await record.poll(connection, progress);
    expect(beats()).toBe(1);
    now = 5_000;
    await record.poll(connection, progress);
    expect(beats()).toBe(2);
    await record.poll(connection, { ...progress, done: 1 });
    expect(beats()).toBe(3);
  });

  it('takes the oldest pause and the oldest cancel of what is asked', async () => {
    const row = (id: string, verb: string) => ({
      id,
      verb,
      for_all: false,
      actor: 'ada',
      actor_source: 'cli',
    });
    const rows = [row('str_1', 'pause'), row('str_2', 'cancel'), row('str_3', 'cancel')];
    const { connection } = sessionThat(async () => [[], rows]);
    const requests = await new RunRecord(run, () => 0).poll(connection, progress);
    expect(requests).toMatchObject({ pause: { id: 'str_1' }, cancel: { id: 'str_2' } });
  });
});
