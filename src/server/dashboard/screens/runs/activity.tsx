import { useRef } from 'react';
import type { RunDetail } from '../../api/generated.js';
import { batchText, type RowSample, rowsPerSecond, withSample } from './batch-rate.js';
import './styles/activity.css';

/** How far a run is with what it does at this moment: rows of a batch phase, or what the server reports of a command. */
export function Activity({ run }: { readonly run: RunDetail }) {
  const { batch, server_progress: progress } = run;
  const rate = useRate(run);
  if (batch !== null) {
    const { phase, rows, rows_expected: expected } = batch;
    const part = expected === null || expected < rows || expected === 0 ? null : rows / expected;
    return (
      <Line
        label={`Rows of phase ${phase}`}
        part={part}
        text={batchText(batch, rate)}
        isPaused={run.state === 'paused'}
      />
    );
  }
  if (progress === null) return null;
  const { command, phase, fraction } = progress;
  const percent = fraction === null ? '' : `, ${Math.round(fraction * 100)} %`;
  return <Line label={command} part={fraction} text={`${command}: ${phase}${percent}`} />;
}

function Line({
  label,
  part,
  text,
  isPaused = false,
}: {
  readonly label: string;
  readonly part: number | null;
  readonly text: string;
  readonly isPaused?: boolean;
}) {
  const bar = isPaused ? 'activity-bar activity-waits' : 'activity-bar';
  return (
    <div className="activity">
      {part === null ? null : <progress className={bar} aria-label={label} value={part} max={1} />}
      <span className="outside-text">{text}</span>
    </div>
  );
}

/** Rows a second of the phase that the run is at, from what this page has seen of it; null before it has. */
function useRate({ server_time: at, current_migration: migration, batch, ended_at: end, state }: RunDetail) {
  const seen = useRef<{ readonly of: string; readonly samples: readonly RowSample[] }>({
    of: '',
    samples: [],
  });
  if (batch === null || end !== null || state === 'paused') return null;
  const of = `${migration} ${batch.phase}`;
  const before = seen.current.of === of ? seen.current.samples : [];
  seen.current = { of, samples: withSample(before, { atMs: Date.parse(at), rows: batch.rows }) };
  return rowsPerSecond(seen.current.samples);
}
