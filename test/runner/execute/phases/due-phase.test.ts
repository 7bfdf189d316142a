import { expect, it } from 'vitest';
import type { Phase } from '../../../../src/migrations/analysis/phases.js';
import { dueAt } from '../../../../src/runner/execute/phases/due-phase.js';
import { hashPhase, type PhaseProgress, untouched } from '../../../../src/runner/ledger/phase-progress.js';
import { loadedOf } from '../../loaded.js';

const FILE = `-- confiture: phase a
select 1;
-- confiture: phase b batch
update t set x = 1;
`;

async function read(text: string) {
  const migration = await loadedOf(text);
  const [first, ...others] = migration.phases ?? [];
  if (!first) throw new Error('the file has no phases');
  return { migration, phases: [first, ...others] as [Phase, ...Phase[]] };
}

/** Where the file is once its first phase is done, and its second has changed 70 rows. */
async function behindFirst(): Promise<PhaseProgress> {
  const [a, b] = (await read(FILE)).phases;
  if (!b) throw new Error('the file has one phase');
  const due = { ...untouched(b, hashPhase(b)), rows: 70, rowsExpected: 100, repetitions: 7 };
  return { finished: [{ name: 'a', hash: hashPhase(a), rows: null }], due, total: 2 };
}

it('a file begins with its first phase, and goes on with the one that is due', async () => {
  const { migration, phases } = await read(FILE);
  expect(dueAt(migration, phases, null)).toMatchObject({ index: 0, due: { name: 'a', rows: 0 } });
  expect(dueAt(migration, phases, await behindFirst())).toMatchObject({
    index: 1,
    due: { name: 'b', rows: 70, rowsBefore: 0, rowsExpected: 100 },
  });
});

it('comments may be changed in what has run, and everything in what has not', async () => {
  const edited = `-- Sums.\n${FILE.replace('select 1;', '-- one\nselect 1; -- done').replace('x = 1', 'x = 2 where x = 1')}`;
  const { migration, phases } = await read(edited);
  const { due } = dueAt(migration, phases, await behindFirst());
  expect(due).toMatchObject({ name: 'b', rows: 70, rowsBefore: 70, rowsExpected: null });
});

it.each([
  ['was edited', FILE.replace('select 1', 'select 2'), 'its phase "a" has run, and was changed since'],
  ['has another name', FILE.replace('phase a', 'phase c'), 'its phase "a" has run, and was changed since'],
  [
    'is another one',
    FILE.replace('phase a', 'phase x\nselect 0;\n-- confiture: phase a'),
    'was changed since',
  ],
])('a file whose finished phase %s is refused', async (_what, text, message) => {
  const { migration, phases } = await read(text);
  const progress = await behindFirst();
  expect(() => dueAt(migration, phases, progress)).toThrow(message);
});

it('a file that lost the phase that is due is refused', async () => {
  const { migration, phases } = await read(FILE.slice(0, FILE.indexOf('-- confiture: phase b')));
  const progress = await behindFirst();
  expect(() => dueAt(migration, phases, progress)).toThrow(
    'its phase "b" has run, and is no longer in the file',
  );
});
