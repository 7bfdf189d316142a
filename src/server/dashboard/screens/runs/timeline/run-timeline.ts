import type { RunDetail } from '../../../api/generated.js';
import { marksOf, type TimelineMark } from './run-marks.js';

type RunMigration = RunDetail['migrations'][number];

/** A phase as a bar: its beginning and its width as parts of the whole time axis, from 0 to 1. */
export interface TimelineBar {
  /** Null for a migration that has no phases to tell of: then the bar is all of it. */
  readonly name: string | null;
  readonly state: string;
  readonly start: number;
  readonly width: number;
  readonly seconds: number | null;
  readonly records: number | null;
}

export interface TimelineRow {
  readonly migration: RunMigration;
  readonly bars: readonly TimelineBar[];
  /** With their places on the axis, from 0 to 1. */
  readonly marks: readonly (TimelineMark & { readonly place: number })[];
}

/** What bars are made of, for a phase and for a migration alike. */
type Span = Pick<RunMigration, 'started_at' | 'ended_at'>;

/** States of a migration that is under way. */
export const UNENDED: ReadonlySet<RunMigration['state']> = new Set(['running', 'paused', 'validating']);

/** A bar of less is not seen. */
const LEAST_WIDTH = 0.004;

/** The time that a run has taken so far: what all its bars lie on. */
export interface TimeAxis {
  readonly beginMs: number;
  readonly spanMs: number;
}

/**
 * The axis from the first migration to the last end, or to `nowMs`, the server's time, while one goes on. A migration
 * that another run has begun is shown from `fromMs`, where this one went on with it.
 */
export function timeAxis(migrations: readonly Span[], nowMs: number, fromMs = 0): TimeAxis {
  const starts = migrations.flatMap(({ started_at: at }) => (at === null ? [] : [Date.parse(at)]));
  const beginMs = Math.max(Math.min(...starts, nowMs), fromMs);
  const ends = migrations.map(({ started_at: start, ended_at: end }) =>
    end === null ? (start === null ? beginMs : nowMs) : Math.min(Date.parse(end), nowMs),
  );
  return { beginMs, spanMs: Math.max(...ends, beginMs + 1) - beginMs };
}

/** The migrations of a run with their phases on one time axis; a running bar grows up to `nowMs`, the server's time. */
export function runTimeline(
  migrations: readonly RunMigration[],
  nowMs: number,
  events: RunDetail['events'] = [],
  fromMs = 0,
): readonly TimelineRow[] {
  const { beginMs, spanMs } = timeAxis(migrations, nowMs, fromMs);
  const place = (ms: number) => Math.min(Math.max((ms - beginMs) / spanMs, 0), 1);
  const span = ({ started_at: from, ended_at: to }: Span) => {
    const start = place(from === null ? beginMs : Date.parse(from));
    const width = Math.max(place(to === null ? nowMs : Date.parse(to)) - start, LEAST_WIDTH);
    return { start: Math.min(start, 1 - width), width };
  };
  return migrations.map((migration) => ({
    migration,
    bars: barsOf(migration).map(({ times, ...bar }) => ({ ...bar, ...span(times) })),
    marks: marksOf(events, migration.id).map((mark) => ({ ...mark, place: place(mark.atMs) })),
  }));
}

/** How long a migration took, or has gone on until `nowMs`, the server's time; null where that cannot be said. */
export function migrationSeconds(
  { state, started_at: begin, duration_seconds: seconds }: RunMigration,
  nowMs: number,
): number | null {
  if (seconds !== null || begin === null || !UNENDED.has(state)) return seconds;
  return Math.max(nowMs - Date.parse(begin), 0) / 1_000;
}

/** State of a phase that has not ended: that of its migration, which may stand still or have died. */
function openState({ state }: RunMigration): string {
  return state === 'validating' ? 'running' : state;
}

function barsOf(migration: RunMigration) {
  const phases = migration.phases.filter(({ started_at: at }) => at !== null);
  if (phases.length > 0)
    return phases.map((phase) => ({
      name: phase.name,
      state: phase.ended_at === null ? openState(migration) : phase.state,
      times: phase,
      seconds: phase.duration_seconds,
      records: phase.records_processed,
    }));
  if (migration.started_at === null) return [];
  const { state, duration_seconds: seconds } = migration;
  return [{ name: null, state, times: migration, seconds, records: null }];
}
