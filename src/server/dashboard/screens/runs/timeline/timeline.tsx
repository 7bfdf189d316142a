import { Link } from 'wouter';
import type { RunDetail } from '../../../api/generated.js';
import { StatePill, toneOf } from '../../../parts/state-pill.js';
import { durationText } from '../../../time/duration-text.js';
import { nameWithVersion } from '../../migrations/migration-name.js';
import { migrationTone } from '../../migrations/migration-tone.js';
import { Activity } from '../activity.js';
import { usePendingNames } from '../use-pending-names.js';
import {
  migrationSeconds,
  runTimeline,
  type TimelineBar,
  type TimelineRow,
  timeAxis,
} from './run-timeline.js';
import '../styles/timeline.css';

/** The migrations of a run, a row each, with bars for their phases on one time axis. */
export function Timeline({ run, nowMs }: { readonly run: RunDetail; readonly nowMs: number }) {
  const fromMs = run.continues === null ? 0 : Date.parse(run.started_at);
  const rows = runTimeline(run.migrations, nowMs, run.events, fromMs);
  const { spanMs } = timeAxis(run.migrations, nowMs, fromMs);
  const pendingNames = usePendingNames(run);
  if (rows.length === 0) return <p className="timeline-none">No migration has begun yet.</p>;
  return (
    <>
      {rows.every(({ bars }) => bars.length === 0) ? null : (
        <p className="timeline-head" aria-hidden="true">
          <span>0 s</span>
          <span>{durationText(spanMs / 1000)}</span>
        </p>
      )}
      <ol className="timeline" aria-label="Migrations">
        {rows.map((row) => (
          <Row
            key={row.migration.id}
            row={row}
            run={run}
            nowMs={nowMs}
            name={pendingNames.get(row.migration.version) ?? row.migration.name}
          />
        ))}
      </ol>
    </>
  );
}

function Row({
  row,
  run,
  nowMs,
  name,
}: {
  readonly row: TimelineRow;
  readonly run: RunDetail;
  readonly nowMs: number;
  /** Of one that has not begun. */
  readonly name: string;
}) {
  const { migration, bars, marks } = row;
  const seconds = migrationSeconds(migration, nowMs);
  const isCurrent = migration.name === run.current_migration && run.state !== 'completed';
  return (
    <li className={`timeline-row${migration.state === 'pending' ? ' timeline-pending' : ''}`}>
      <Link
        href={`/migrations/${migration.id}`}
        className="timeline-name outside-text one-line"
        title={migration.name}
      >
        {migration.title === null ? name : nameWithVersion(migration)}
      </Link>
      <StatePill state={stateOf(migration)} tone={migrationTone(stateOf(migration))} />
      <span className="timeline-time">{seconds === null ? '' : durationText(seconds)}</span>
      <Axis row={row} />
      <ul className="visually-hidden">
        {bars.map((bar) => (
          <li key={bar.name}>{barText(bar)}</li>
        ))}
        {marks.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
      {isCurrent ? <Activity run={run} /> : null}
      <Failure error={migration.error} />
    </li>
  );
}

/** A validation is told only while it is all that goes on: it spans the phases that it compares. */
function stateOf({ state, phases }: RunDetail['migrations'][number]): string {
  const isAtPhase = phases.some(({ started_at: begin, ended_at: end }) => begin !== null && end === null);
  return state === 'validating' && isAtPhase ? 'running' : state;
}

function Axis({ row: { bars, marks } }: { readonly row: TimelineRow }) {
  return (
    <svg className="timeline-axis" aria-hidden="true">
      {bars.map((bar) => (
        <rect
          key={bar.name}
          className={`timeline-bar timeline-${toneOf(bar.state)}`}
          x={percent(bar.start)}
          y={1}
          width={percent(bar.width)}
          height={10}
        >
          <title>{barText(bar)}</title>
        </rect>
      ))}
      {marks.map(({ id, kind, place, text }) => (
        <g key={id} className={`timeline-mark timeline-mark-${kind}`}>
          <rect x={percent(Math.min(place, 0.994))} y={0} width={kind === 'error' ? 3 : 5} height={12}>
            <title>{text}</title>
          </rect>
        </g>
      ))}
    </svg>
  );
}

/** Why a migration failed, where in its file, and what to do about it. */
function Failure({ error }: { readonly error: RunDetail['migrations'][number]['error'] }) {
  if (error === null) return null;
  const { type, message, file, line, hint } = error;
  return (
    <div className="timeline-error">
      <p className="outside-text">
        {type}: {message}
      </p>
      {file === null ? null : (
        <p className="mono outside-text">{line === null ? file : `${file}, line ${line}`}</p>
      )}
      {hint === null ? null : <p className="timeline-hint outside-text">{hint}</p>}
    </div>
  );
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)}%`;
}

function barText({ name, state, seconds, records }: TimelineBar): string {
  const parts = [
    name === null ? null : `phase ${name}`,
    state,
    seconds === null ? null : durationText(seconds),
    records === null ? null : `${records.toLocaleString('en')} rows`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
