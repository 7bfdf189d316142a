import { describe, expect, it } from 'vitest';
import type { MigrationFile } from '../../../src/migrations/folder/discover.js';
import type { LedgerRow } from '../../../src/runner/ledger/ledger.js';
import { planUp, takeInventory } from '../../../src/runner/plan/plan.js';
import { planDown } from '../../../src/runner/plan/plan-down.js';
import { failureOf } from '../../migrations/failure-of.js';

function fileOf(name: string, { down = true } = {}): MigrationFile {
  const at = (role: string) => ({ path: `/m/${name}.${role}.sql`, displayPath: `${name}.${role}.sql` });
  return {
    version: name.split('_')[0] ?? '',
    name,
    up: at('up'),
    down: down ? at('down') : null,
    verify: null,
    invariant: null,
  };
}

function rowOf(name: string): LedgerRow {
  return {
    version: name.split('_')[0] ?? '',
    name,
    checksum: null,
    appliedAt: new Date(0),
    executionTimeMs: 1,
  };
}

function inventoryOf(files: string[], applied: string[], changed: string[] = []) {
  return takeInventory(
    files.map((name) => fileOf(name)),
    applied.map(rowOf),
    ({ name }) => !changed.includes(name),
  );
}

describe('takeInventory', () => {
  it('puts files and ledger side by side, in the order of their numbers', () => {
    const inventory = inventoryOf(['9_i', '10_j', '2_b', '1_a'], ['2_b', '3_gone', '1_a'], ['1_a']);
    expect(inventory.map(({ name, state }) => [name, state])).toEqual([
      ['1_a', 'changed'],
      ['2_b', 'applied'],
      ['3_gone', 'missing'],
      ['9_i', 'pending'],
      ['10_j', 'pending'],
    ]);
  });

  it('tells what is pending but older than what is applied', () => {
    const inventory = inventoryOf(['1_a', '2_b', '3_c'], ['1_a', '3_c']);
    expect(inventory.map(({ state }) => state)).toEqual(['applied', 'out_of_order', 'applied']);
  });
});

describe('planUp', () => {
  const namesOf = (files: readonly MigrationFile[]) => files.map(({ name }) => name);

  it('applies what is pending and leaves what lies beyond the limits', () => {
    const inventory = inventoryOf(['1_a', '2_b', '3_c', '4_d'], ['1_a']);
    for (const [limits, apply, left] of [
      [{}, ['2_b', '3_c', '4_d'], []],
      [{ steps: 1 }, ['2_b'], ['3_c', '4_d']],
      [{ target: '3' }, ['2_b', '3_c'], ['4_d']],
      [{ target: '003' }, ['2_b', '3_c'], ['4_d']],
      [{ target: '4_d', steps: 2 }, ['2_b', '3_c'], ['4_d']],
      [{ target: '1' }, [], ['2_b', '3_c', '4_d']],
    ] as const) {
      const plan = planUp(inventory, limits);
      expect([namesOf(plan.apply), namesOf(plan.left)]).toEqual([apply, left]);
    }
  });

  it('refuses to build on a file that was changed, whatever is pending', async () => {
    const inventory = inventoryOf(['1_a', '2_b'], ['1_a'], ['1_a']);
    const error = await failureOf(() => planUp(inventory));
    expect(error).toMatchObject({ code: 'FILES_CHANGED', location: { file: '1_a.up.sql' } });
  });

  it.each([
    ['the newest', ['2_b'], '`confiture migrate down`'],
    ['an older one', ['1_a'], '`confiture migrate down --steps 2`'],
  ])('offers to undo where %s was changed and all can be undone', async (_, changed, command) => {
    const inventory = inventoryOf(['1_a', '2_b'], ['1_a', '2_b'], changed);
    const { hint } = await failureOf(() => planUp(inventory));
    expect(hint).toContain(command);
  });

  it('offers no undoing where a file for it is missing', async () => {
    const inventory = inventoryOf(['1_a', '2_b'], ['1_a', '2_b'], ['1_a']).map((entry) =>
      entry.file && entry.version === '2' ? { ...entry, file: { ...entry.file, down: null } } : entry,
    );
    const { hint } = await failureOf(() => planUp(inventory));
    expect(hint).toContain('write the change as a new migration');
    expect(hint).not.toContain('migrate down');
  });

  it('warns of drift, and refuses it where that is asked for', async () => {
    const inventory = inventoryOf(['1_a', '3_c'], ['2_gone', '3_c']);
    expect(planUp(inventory).warnings).toEqual([
      { kind: 'files-missing', names: ['2_gone'] },
      { kind: 'out-of-order', names: ['1_a'] },
    ]);
    expect(await failureOf(() => planUp(inventory, { strict: true }))).toMatchObject({
      code: 'FILES_DRIFT',
      message: 'applied, but the file is missing: 2_gone; out of order, older than what is applied: 1_a',
      hint: expect.stringMatching(/^Restore the missing files .* a version after the newest applied one\./),
    });
  });

  it('names the nearest migration for a target there is not', async () => {
    const error = await failureOf(() => planUp(inventoryOf(['001_users'], []), { target: '001_user' }));
    expect(error).toMatchObject({ code: 'TARGET_UNKNOWN', hint: expect.stringContaining('001_users') });
  });
});

describe('planDown', () => {
  it('undoes the newest first, by number of steps or down to a version', () => {
    const inventory = inventoryOf(['1_a', '2_b', '3_c'], ['1_a', '2_b', '3_c']);
    const rows = ['1_a', '2_b', '3_c'].map(rowOf);
    const namesOf = (limits: Parameters<typeof planDown>[2]) =>
      planDown(inventory, rows, limits).map(({ file }) => file.name);
    expect(namesOf({ steps: 2 })).toEqual(['3_c', '2_b']);
    expect(namesOf({ to: '1' })).toEqual(['3_c', '2_b']);
    expect(namesOf({ to: '3' })).toEqual([]);
  });

  it('goes by the order in which migrations were applied', () => {
    const inventory = inventoryOf(['1_late', '2_b'], ['2_b', '1_late']);
    const [step] = planDown(inventory, ['2_b', '1_late'].map(rowOf), { steps: 1 });
    expect(step?.file.name).toBe('1_late');
  });

  it('says everything that is missing before anything is undone', async () => {
    const files = [fileOf('1_a', { down: false }), fileOf('3_c')];
    const rows = ['1_a', '2_gone', '3_c'].map(rowOf);
    const inventory = takeInventory(files, rows, () => true);
    expect(await failureOf(() => planDown(inventory, rows, { steps: 3 }))).toMatchObject({
      code: 'ROLLBACK_IMPOSSIBLE',
      details: { missing: ['2_gone (no file at all)', '1_a.down.sql'] },
    });
    const gone = takeInventory([fileOf('3_c')], rows.slice(1), () => true);
    const { hint } = await failureOf(() => planDown(gone, rows.slice(1), { steps: 2 }));
    expect(hint).toBe('Nothing was changed. Restore the files that are gone from version control.');
  });
});
