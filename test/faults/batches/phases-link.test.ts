import { expect, inject, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { type FaultPlan, type PassingMessage, startProxy } from '../../support/proxy.js';

const ITEMS = `create table items (id integer primary key, changes integer not null default 0);
insert into items select n from generate_series(1, 1000) n`;

/** A project with one file, whose `migrate up` goes through a proxy where there is a plan. */
async function setUp(sql: string) {
  const database = await createDatabase();
  await database.query(ITEMS);
  const project = await createProject();
  await project.migration('001_phases', sql);
  const up = async (plan?: FaultPlan) => {
    const through = plan && (await startProxy(inject('postgresUrl'), plan));
    const url = through ? `${through.url}/${database.name}` : database.url;
    return project.run(['migrate', 'up'], { CONFITURE_DATABASE_URL: url });
  };
  return { database, up };
}

/** The server's answer to the n-th COMMIT behind the first mark of a phase. */
function commitAnswer(n: number): FaultPlan {
  let isMarked = false;
  let seen = 0;
  return {
    fault: 'cut',
    strikes: ({ direction, text }: PassingMessage) => {
      isMarked ||= direction === 'toServer' && text.includes('insert into confiture.phase_progress');
      if (isMarked && direction === 'toClient' && text.startsWith('C') && text.includes('COMMIT')) seen += 1;
      return seen === n;
    },
  };
}

const changesOf = async ({ query }: TestDatabase) =>
  (await query<{ sum: number }>('select sum(changes)::integer as sum from items'))[0]?.sum;

it('a phase whose commit was not answered is told as what it is, and the next run goes on behind it', async () => {
  const { database, up } = await setUp(`-- confiture: phase first
update items set changes = changes + 1;
-- confiture: phase second
update items set changes = changes + 10;
`);
  const lost = await up(commitAnswer(1));
  expect(lost).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('first (1 of 2)') });
  expect(lost.stderr).toContain('the connection was lost while 001_phases was running');
  expect(await changesOf(database)).toBe(1000);

  expect(await up()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('second (2 of 2)') });
  expect(await changesOf(database)).toBe(11_000);
});

it('a repetition whose commit was not answered counts once', async () => {
  const { database, up } = await setUp(`-- confiture: phase fill batch
update items set changes = changes + 1 where id in (select id from items where changes = 0 limit 300);
`);
  expect(await up(commitAnswer(2))).toMatchObject({ exitCode: 3 });
  expect(await database.query('select rows_done::integer from confiture.phase_progress')).toEqual([
    { rows_done: await changesOf(database) },
  ]);

  expect(await up()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1,000 rows') });
  expect(await changesOf(database)).toBe(1000);
});

it('a repetition costs one round trip', async () => {
  const tripsOf = async (limit: number) => {
    const { up } = await setUp(`-- confiture: phase fill batch
update items set changes = changes + 1 where id in (select id from items where changes = 0 limit ${limit});
`);
    let trips = 0;
    let last: PassingMessage['direction'] = 'toClient';
    const strikes = ({ connection, direction }: PassingMessage) => {
      if (connection !== 1) return false;
      if (direction === 'toClient' && last === 'toServer') trips += 1;
      last = direction;
      return false;
    };
    expect((await up({ fault: 'cut', strikes })).exitCode).toBe(0);
    return trips;
  };
  // Forty more repetitions; now and then an answer overtakes a message on its way through the proxy.
  expect((await tripsOf(20)) - (await tripsOf(100))).toBeLessThan(60);
});
