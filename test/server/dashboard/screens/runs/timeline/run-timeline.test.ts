import { expect, it } from 'vitest';
import type { RunDetail } from '../../../../../../src/server/dashboard/api/generated.js';
import {
  migrationSeconds,
  runTimeline,
} from '../../../../../../src/server/dashboard/screens/runs/timeline/run-timeline.js';

type Migration = RunDetail['migrations'][number];

const START = Date.parse('2026-02-02T12:00:00Z');
const at = (seconds: number | null) =>
  seconds === null ? null : new Date(START + seconds * 1_000).toISOString();

function migration(
  id: string,
  [start, end]: readonly [number | null, number | null],
  phases: readonly (readonly [name: string, start: number | null, end: number | null])[] = [],
): Migration {
  return {
    id,
    started_at: at(start),
    ended_at: at(end),
    phases: phases.map(([name, from, to]) => ({
      name,
      state: to === null ? 'running' : 'completed',
      started_at: at(from),
      ended_at: at(to),
      duration_seconds: from === null || to === null ? null : to - from,
      records_processed: null,
    })),
  } as Migration;
}

const places = (migrations: readonly Migration[], nowSeconds: number) =>
  runTimeline(migrations, START + nowSeconds * 1_000).map(({ bars }) =>
    bars.map(({ name, start, width }) => [name, start, width]),
  );

it('puts the phases of all migrations on one axis', () => {
  const first = migration('001', [0, 4], [['apply', 0, 4]]);
  const second = migration(
    '002',
    [4, 8],
    [
      ['apply', 4, 6],
      ['verify', 6, 8],
    ],
  );
  expect(places([first, second], 100)).toEqual([
    [['apply', 0, 0.5]],
    [
      ['apply', 0.5, 0.25],
      ['verify', 0.75, 0.25],
    ],
  ]);
});

it('lets the bar of a running phase grow up to now', () => {
  const running = migration(
    '001',
    [0, null],
    [
      ['apply', 0, 5],
      ['backfill', 5, null],
    ],
  );
  expect(places([running], 10)).toEqual([
    [
      ['apply', 0, 0.5],
      ['backfill', 0.5, 0.5],
    ],
  ]);
  expect(places([running], 20)[0]?.[1]).toEqual(['backfill', 0.25, 0.75]);
});

it('has no bars for what has not begun', () => {
  expect(
    places(
      [migration('001', [0, 1], [['apply', 0, 1]]), migration('002', [null, null], [['apply', null, null]])],
      2,
    ),
  ).toEqual([[['apply', 0, 1]], []]);
});

it('keeps a bar of no width to be seen, inside of the axis', () => {
  const bars =
    places(
      [
        migration(
          '001',
          [0, 10],
          [
            ['apply', 0, 10],
            ['verify', 10, 10],
          ],
        ),
      ],
      10,
    )[0] ?? [];
  const [, start, width] = bars[1] ?? [];
  expect(width).toBeGreaterThan(0);
  expect(Number(start) + Number(width)).toBeCloseTo(1);
});

it('bears a clock of the server that is behind the run', () => {
  for (const [, start, width] of places([migration('001', [5, null], [['apply', 5, null]])], 0).flat()) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(Number(start) + Number(width)).toBeLessThanOrEqual(1);
  }
});

it('shows the phase in which a run stands still as paused, not as one that goes on', () => {
  const paused = { ...migration('001', [0, null], [['fill', 0, null]]), state: 'paused' as const };
  const [row] = runTimeline([paused], 10_000);
  expect(row?.bars.map(({ state }) => state)).toEqual(['paused']);
});

it('shows the phase in which a run died as interrupted, not as one that goes on', () => {
  const died = { ...migration('001', [0, null], [['apply', 0, null]]), state: 'interrupted' as const };
  const [row] = runTimeline([died], START + 60_000);
  expect(row?.bars.map(({ state }) => state)).toEqual(['interrupted']);
});

it('has one bar for a migration that tells of no phases, and none grows past the end of one that died', () => {
  const died = { ...migration('001', [0, null]), state: 'interrupted' } as Migration;
  const [plain, cut] = runTimeline(
    [died, { ...died, ...migration('002', [0, null], [['fill', 0, null]]), state: 'interrupted' }],
    START,
  );
  expect(plain?.bars).toMatchObject([{ name: null, state: 'interrupted' }]);
  expect(cut?.bars).toMatchObject([{ name: 'fill', state: 'interrupted' }]);
});

it('marks where an error came up and where it was cured, of this migration alone', () => {
  const event = (id: string, type: string, seconds: number, of: string, message: string | null) => ({
    ...{ id, type, created_at: at(seconds), migration_id: of },
    error: message === null ? null : { type: 'DeadlockDetected', message },
  });
  const events = [
    event('evt_1', 'error.occurred', 2, '001', 'deadlock detected'),
    event('evt_2', 'error.recovered', 5, '001', null),
    event('evt_3', 'error.occurred', 6, '002', 'another'),
    event('evt_4', 'migration.failed', 7, '001', 'told before'),
  ] as unknown as RunDetail['events'];
  const [row] = runTimeline([migration('001', [0, 10])], START + 10_000, events);
  expect(row?.marks).toMatchObject([
    { kind: 'error', place: 0.2, text: 'DeadlockDetected: deadlock detected' },
    { kind: 'recovered', place: 0.5 },
  ]);
});

it('begins where a run goes on with what another has begun', () => {
  const again = migration('001', [0, 9_000], [['apply', 8_998, 9_000]]);
  const [row] = runTimeline([again], START + 9_000_000, [], START + 8_996_000);
  expect(row?.bars).toMatchObject([{ name: 'apply', start: 0.5, width: 0.5 }]);
});

it('tells how long a migration has gone on so far, and of one that was cut off nothing', () => {
  const of = (fields: Partial<Migration>) =>
    migrationSeconds(
      { ...migration('001', [2, null]), duration_seconds: null, ...fields } as Migration,
      START + 7_000,
    );
  expect([
    of({ state: 'running' }),
    of({ state: 'paused' }),
    of({ state: 'completed', duration_seconds: 3 }),
    of({ state: 'interrupted' }),
    of({ state: 'pending', started_at: null }),
  ]).toEqual([5, 5, 3, null, null]);
});
