import { describe, expect, it } from 'vitest';
import { batchProblems } from '../../../src/migrations/analysis/check-batch.js';
import { phasesOf } from '../../../src/migrations/analysis/phases.js';
import { scan } from '../../../src/migrations/parser/scan.js';

async function faultsOf(body: string): Promise<string[]> {
  const problems = await batchProblems(await phasesOf(scan(`-- confiture: phase fill batch\n${body}`)));
  return problems.map(({ line, message }) => `${line}: ${message}`);
}

describe('batch phases', () => {
  it.each([
    ['insert', 'insert into t select 1;'],
    ['update among others', 'set local work_mem = 1000; update t set a = 1; select 1;'],
    ['delete', 'delete from t;'],
    ['merge', 'merge into t using s on t.a = s.a when matched then delete;'],
    ['update behind a WITH', 'with due as (select 1) update t set a = 1;'],
    [
      'update behind a WITH that deletes',
      'with gone as (delete from s returning a) insert into t select a from gone;',
    ],
  ])('may hold %s', async (_what, body) => {
    expect(await faultsOf(body)).toEqual([]);
  });

  it.each([
    ['no statement that changes rows', 'select 1;', /^1: The batch phase "fill" holds no INSERT/],
    [
      'a WITH that only reads',
      'with due as (select 1) select * from due;',
      /^1: The batch phase "fill" holds no/,
    ],
    [
      'a SELECT that changes rows',
      'with u as (update t set a = 1 returning 1) select count(*) from u;',
      /^2: This SELECT/,
    ],
    ['data of a COPY', 'update t set a = 1;\ncopy t from stdin;\n1\n\\.\n', /^3: A COPY with its data/],
    ['a command that needs no transaction', 'vacuum t;', /^2: VACUUM cannot run in a transaction/],
  ])('are refused with %s', async (_what, body, fault) => {
    expect(await faultsOf(body)).toEqual([expect.stringMatching(fault)]);
  });
});

it('gives each phase the way in which it runs', async () => {
  const text = `-- confiture: phase a
create table t (id int);
-- confiture: phase b
create index concurrently on t (id);
-- confiture: phase c no-transaction
select 1;
-- confiture: phase d
set transaction isolation level serializable; select 2;`;
  const phases = await phasesOf(scan(text));
  expect(phases?.map(({ name, plan, statements }) => [name, plan.mode, statements.length])).toEqual([
    ['a', 'pipelined', 1],
    ['b', 'perStatement', 1],
    ['c', 'perStatement', 1],
    ['d', 'transaction', 2],
  ]);
});
