import { Link, useLocation } from 'wouter';
import { basePath } from '../api/client.js';
import type { DeliveryStatistics } from '../api/generated.js';
import { StateShape } from '../parts/state-pill.js';
import { exactTime } from '../time/exact-time.js';
import { useTimeZone } from '../time/time-zone.js';
import { stackedBars } from './chart-layout.js';
import { countOf, countText, deliveriesHref, OUTCOMES, outcomeTone } from './outcomes.js';
import './charts.css';

const SIZE = { width: 480, height: 64 };

/** What became of deliveries in each hour of a day. A part of a bar leads to its deliveries, and so do the sums. */
export function OutcomeChart({
  statistics,
  endpoint,
}: {
  readonly statistics: DeliveryStatistics;
  /** Null where they are of all endpoints. */
  readonly endpoint: string | null;
}) {
  const { buckets, bucket_seconds: seconds } = statistics;
  const [, navigate] = useLocation();
  const zone = useTimeZone();
  const isCapped = buckets.some(({ capped }) => capped);
  return (
    <figure className="chart">
      <figcaption>
        <h2>Deliveries, 24 h</h2>
        <ul className="chart-legend">
          {OUTCOMES.filter((outcome) => outcome !== 'discarded' || countOf(buckets, outcome) > 0).map(
            (outcome) => (
              <li key={outcome}>
                <StateShape tone={outcomeTone(outcome)} />
                <Link href={deliveriesHref(outcome, buckets, seconds, endpoint)}>
                  {countText(countOf(buckets, outcome), isCapped)} {outcome}
                </Link>
              </li>
            ),
          )}
        </ul>
      </figcaption>
      <svg
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        preserveAspectRatio="none"
        className="chart-drawing"
        aria-hidden="true"
      >
        {stackedBars(buckets, SIZE).map(({ outcome, bucket, ...place }) => {
          const of = buckets[bucket];
          if (of === undefined) return null;
          const href = deliveriesHref(outcome, [of], seconds, endpoint);
          return (
            <a
              key={`${outcome} ${of.start}`}
              href={basePath + href}
              tabIndex={-1}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                event.preventDefault();
                navigate(href);
              }}
            >
              <title>
                {`${countText(of[outcome], of.capped)} ${outcome}, ${exactTime(Date.parse(of.start), zone)}`}
              </title>
              <rect className={`chart-${outcomeTone(outcome)}`} {...place} />
            </a>
          );
        })}
      </svg>
      <ChartEnds />
      <div className="visually-hidden">
        <table>
          <caption>Deliveries by outcome, hour by hour</caption>
          <thead>
            <tr>
              <th scope="col">Hour that begins</th>
              {OUTCOMES.map((outcome) => (
                <th key={outcome} scope="col">
                  {outcome}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets.map((bucket) => (
              <tr key={bucket.start}>
                <th scope="row">{exactTime(Date.parse(bucket.start), zone)}</th>
                {OUTCOMES.map((outcome) => (
                  <td key={outcome}>{countText(bucket[outcome], bucket.capped)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** What the two ends of a chart are. */
export function ChartEnds() {
  return (
    <p className="chart-ends" aria-hidden="true">
      <span>24 h ago</span>
      <span>now</span>
    </p>
  );
}
