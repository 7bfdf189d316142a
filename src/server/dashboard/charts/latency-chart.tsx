import type { DeliveryStatistics } from '../api/generated.js';
import { durationText } from '../time/duration-text.js';
import { exactTime } from '../time/exact-time.js';
import { useTimeZone } from '../time/time-zone.js';
import { linePath } from './chart-layout.js';
import { ChartEnds } from './outcome-chart.js';
import './charts.css';

const SIZE = { width: 480, height: 64 };

/** How long attempts took in each hour of a day: half of them no longer than p50, nineteen of twenty than p95. */
export function LatencyChart({ statistics: { buckets } }: { readonly statistics: DeliveryStatistics }) {
  const zone = useTimeZone();
  const latest = buckets.findLast(({ p50_ms: p50 }) => p50 !== null);
  const most = Math.max(...buckets.map(({ p95_ms: p95 }) => p95 ?? 0));
  return (
    <figure className="chart">
      <figcaption>
        <h2>Time of an attempt, 24 h</h2>
        <ul className="chart-legend">
          <li>
            <LineSample kind="p50" />
            p50, last {msText(latest?.p50_ms ?? null)}
          </li>
          <li>
            <LineSample kind="p95" />
            p95, last {msText(latest?.p95_ms ?? null)}
          </li>
          <li className="chart-most">{latest === undefined ? 'none was made' : `highest ${msText(most)}`}</li>
        </ul>
      </figcaption>
      <svg
        viewBox={`0 -2 ${SIZE.width} ${SIZE.height + 4}`}
        preserveAspectRatio="none"
        className="chart-drawing"
        aria-hidden="true"
      >
        <path
          className="chart-p95"
          d={linePath(
            buckets.map(({ p95_ms: p95 }) => p95),
            most,
            SIZE,
          )}
        />
        <path
          className="chart-p50"
          d={linePath(
            buckets.map(({ p50_ms: p50 }) => p50),
            most,
            SIZE,
          )}
        />
      </svg>
      <ChartEnds />
      <div className="visually-hidden">
        <table>
          <caption>Time of an attempt, hour by hour</caption>
          <thead>
            <tr>
              <th scope="col">Hour that begins</th>
              <th scope="col">p50</th>
              <th scope="col">p95</th>
            </tr>
          </thead>
          <tbody>
            {buckets.map(({ start, p50_ms: p50, p95_ms: p95 }) => (
              <tr key={start}>
                <th scope="row">{exactTime(Date.parse(start), zone)}</th>
                <td>{msText(p50)}</td>
                <td>{msText(p95)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

function LineSample({ kind }: { readonly kind: 'p50' | 'p95' }) {
  return (
    <svg viewBox="0 0 16 12" width="16" height="12" aria-hidden="true">
      <path className={`chart-${kind}`} d="M1 6h14" />
    </svg>
  );
}

function msText(ms: number | null): string {
  return ms === null ? '–' : durationText(ms / 1000);
}
