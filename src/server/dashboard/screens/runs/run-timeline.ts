import type { RunDetail } from '../../api/generated.js';

type RunMigration = RunDetail['migrations'][number];

/** A phase as a bar: its beginning and its width as parts of the whole time axis, from 0 to 1. */
export interface TimelineBar {
  readonly name: string;
  readonly state: 'running' | 'completed' | 'failed';
  readonly start: number;
  readonly width: number;
  readonly seconds: number | null;
  readonly records: number | null;
}

export interface TimelineRow {
  readonly migration: RunMigration;
  readonly bars: readonly TimelineBar[];
}

/** A bar of less is not seen. */
const LEAST_WIDTH = 0.004;

/** The migrations of a run with their phases on one time axis; a running bar grows up to `nowMs`, the server's time. */
export function runTimeline(migrations: readonly RunMigration[], nowMs: number): readonly TimelineRow[] {
  const starts = migrations.flatMap(({ started_at: at }) => (at === null ? [] : [Date.parse(at)]));
  const beginMs = Math.min(...starts, nowMs);
  const ends = migrations.map(({ started_at: start, ended_at: end }) =>
    end === null ? (start === null ? beginMs : nowMs) : Date.parse(end),
  );
  const spanMs = Math.max(...ends, beginMs + 1) - beginMs;
  const at = (ms: number) => Math.min(Math.max((ms - beginMs) / spanMs, 0), 1);
  return migrations.map((migration) => ({
    migration,
    bars: migration.phases.flatMap((phase) => {
      if (phase.started_at === null) return [];
      const start = at(Date.parse(phase.started_at));
      const end = at(phase.ended_at === null ? nowMs : Date.parse(phase.ended_at));
      const width = Math.max(end - start, LEAST_WIDTH);
      return {
        name: phase.name,
        state: phase.state,
        start: Math.min(start, 1 - width),
        width,
        seconds: phase.duration_seconds,
        records: phase.records_processed,
      };
    }),
  }));
}
