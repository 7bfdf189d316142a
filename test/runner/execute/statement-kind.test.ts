import { expect, it } from 'vitest';
import { scan } from '../../../src/migrations/parser/scan.js';
import { statementsOf } from '../../../src/migrations/parser/statements.js';
import { kindsOf } from '../../../src/runner/execute/statement-kind.js';

async function kindOf(text: string) {
  const scanned = scan(text);
  const texts = statementsOf(scanned).map((piece) => piece.text);
  return (await kindsOf(scanned.statements, texts))[0];
}

it.each([
  ['insert into t values (1)', 'atomic'],
  ['create index i on t (a)', 'atomic'],
  ['do $$ begin perform 1; end $$', 'atomic'],
  ['do $$ begin commit; end $$', 'alone'],
  ['call p()', 'alone'],
  ['vacuum', 'alone'],
  ['alter system set work_mem = 1', 'alone'],
  ['begin', 'control'],
  ['commit and chain', 'control'],
  ['rollback to a', 'atomic'],
  ['savepoint a', 'atomic'],
  ['this is no sql', 'atomic'],
] as const)('knows of %s what a kill in the middle would leave', async (text, kind) => {
  expect((await kindOf(text))?.kind).toBe(kind);
});

it('names the index that a statement builds, and where', async () => {
  expect(await kindOf('create unique index concurrently if not exists i on s.t (a)')).toMatchObject({
    kind: 'alone',
    command: 'CREATE INDEX CONCURRENTLY',
    index: { schema: 's', name: 'i' },
  });
  expect(await kindOf('create index concurrently on t (a)')).toMatchObject({ index: null });
  expect(await kindOf('drop index concurrently i')).toMatchObject({ index: null });
});
