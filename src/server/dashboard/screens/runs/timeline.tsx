import { Link } from 'wouter';
import type { RunDetail } from '../../api/generated.js';
import { StatePill, toneOf } from '../../parts/state-pill.js';
import { durationText } from '../../time/duration-text.js';
import { runTimeline, type TimelineBar } from './run-timeline.js';
import './timeline.css';

/** The migrations of a run, a row each, with bars for their phases on one time axis. */
export function Timeline({ run, nowMs }: { readonly run: RunDetail; readonly nowMs: number }) {
  const rows = runTimeline(run.migrations, nowMs);
  return (
    <ol className="timeline" aria-label="Migrations">
      {rows.map(({ migration, bars }) => (
        <li key={migration.id} className="timeline-row">
          <Link
            href={`/migrations/${migration.id}`}
            className="timeline-name outside-text one-line"
            title={migration.name}
          >
            {migration.title ?? migration.name}
          </Link>
          <StatePill state={migration.state} />
          <span className="timeline-time">
            {migration.duration_seconds === null ? '' : durationText(migration.duration_seconds)}
          </span>
          <svg className="timeline-axis" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">
            {bars.map((bar) => (
              <rect
                key={bar.name}
                className={`timeline-bar timeline-${toneOf(bar.state)}`}
                x={bar.start * 1000}
                y={1}
                width={bar.width * 1000}
                height={10}
              >
                <title>{barText(bar)}</title>
              </rect>
            ))}
          </svg>
          <ul className="visually-hidden">
            {bars.map((bar) => (
              <li key={bar.name}>{barText(bar)}</li>
            ))}
          </ul>
          {migration.error === null ? null : (
            <p className="timeline-error outside-text">
              {migration.error.type}: {migration.error.message}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function barText({ name, state, seconds, records }: TimelineBar): string {
  const parts = [
    `phase ${name}`,
    state,
    seconds === null ? null : durationText(seconds),
    records === null ? null : `${records.toLocaleString('en')} rows`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
