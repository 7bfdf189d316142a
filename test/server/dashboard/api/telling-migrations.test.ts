import { expect, it } from 'vitest';
import type { Migration } from '../../../../src/server/dashboard/api/generated.js';
import {
  type ReadPage,
  readTellingMigrations,
} from '../../../../src/server/dashboard/api/telling-migrations.js';
import { overviewSentence } from '../../../../src/server/dashboard/screens/overview/overview-sentence.js';

const NOTHING = { environment: 'production', runs: [], approvals: [], suffering: [] };

/** A list of the API over migrations, the newest first. */
function listOf(migrations: readonly Migration[]): ReadPage {
  return async ({ limit = 50, state }) => {
    const states: readonly string[] = [state ?? []].flat();
    const fitting = migrations.filter((each) => states.length === 0 || states.includes(each.state));
    return { data: fitting.slice(0, limit), next_cursor: fitting.length > limit ? 'more' : null };
  };
}

/** Of `count` migrations, the newest first, the states are by their age. */
function migrations(count: number, stateOf: (age: number) => Migration['state']): readonly Migration[] {
  return Array.from({ length: count }, (_, age) => {
    const state = stateOf(age);
    const isApplied = state !== 'pending';
    const version = String(count - age);
    return {
      id: `mig_${version}`,
      version,
      state,
      applied_at: isApplied ? '2026-02-02T12:00:00.000Z' : null,
    };
  }) as unknown as readonly Migration[];
}

it.each([
  [
    'production is at 999. 1 migration is pending. 1 migration differs from the files.',
    migrations(1_000, (age) => (age === 0 ? 'pending' : age === 900 ? 'changed' : 'applied')),
  ],
  [
    'production is at 700. 200 or more migrations are pending.',
    migrations(1_000, (age) => (age < 300 ? 'pending' : 'applied')),
  ],
  ['production is at 200. Nothing is pending.', migrations(200, () => 'applied')],
])('tells of a thousand migrations what is true of all: %s', async (sentence, all) => {
  const { rows, hasMore } = await readTellingMigrations(listOf(all));
  expect(overviewSentence({ ...NOTHING, migrations: rows, hasMore })).toBe(sentence);
});
