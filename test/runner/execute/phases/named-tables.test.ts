import { expect, it } from 'vitest';
import { namedTables } from '../../../../src/runner/execute/phases/named-tables.js';
import { loadedOf } from '../../loaded.js';

async function tablesOf(body: string) {
  const { phases } = await loadedOf(`-- confiture: phase a batch\n${body}`);
  const [phase] = phases ?? [];
  const found = phase ? await namedTables(phase) : null;
  return found && { ...found, changes: [...found.changes] };
}

it('the tables of a batch are all that its statements name, without what WITH names', async () => {
  expect(
    await tablesOf(`set local search_path = shop;
with due as (select id from "Odd Name" o join shop.items i using (id))
update items set total = 1 where id in (select id from due);`),
  ).toEqual({
    names: ['"items"', '"Odd Name"', '"shop"."items"'],
    settings: ['set local search_path = shop'],
    changes: ['update'],
  });
});

it.each([
  ['a function', 'insert into t select n from generate_series(1, 10) n;'],
  ['a statement that cannot be read', 'update t set;'],
])('nothing bounds a batch with %s', async (_what, body) => {
  expect(await tablesOf(body)).toBeNull();
});
