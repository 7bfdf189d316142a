import './charts.css';

/** How many deliveries ended in which way within a part of the time. */
export interface OutcomeCount {
  /** Beginning of the part, RFC 3339. */
  readonly since: string;
  readonly delivered: number;
  readonly failed: number;
  readonly waiting: number;
}

const STACK = ['delivered', 'waiting', 'failed'] as const;
const WIDTH = 240;
const HEIGHT = 40;
const GAP = 1;

/** Deliveries by outcome over time, as stacked bars; the same figures stand in a table for screen readers. */
export function OutcomeBars({
  label,
  counts,
}: {
  readonly label: string;
  readonly counts: readonly OutcomeCount[];
}) {
  const most = Math.max(1, ...counts.map((count) => sumOf(count)));
  const step = WIDTH / Math.max(counts.length, 1);
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {counts.map((count, index) => {
          let top = HEIGHT;
          return STACK.map((outcome) => {
            const height = (count[outcome] / most) * HEIGHT;
            top -= height;
            return height === 0 ? null : (
              <rect
                key={`${count.since} ${outcome}`}
                className={`chart-${outcome}`}
                x={index * step}
                y={top}
                width={Math.max(step - GAP, 0.5)}
                height={height}
              />
            );
          });
        })}
      </svg>
      <figcaption className="visually-hidden">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">Since</th>
              {STACK.map((outcome) => (
                <th key={outcome} scope="col">
                  {outcome}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((count) => (
              <tr key={count.since}>
                <th scope="row">{count.since}</th>
                {STACK.map((outcome) => (
                  <td key={outcome}>{count[outcome]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </figcaption>
    </figure>
  );
}

function sumOf({ delivered, failed, waiting }: OutcomeCount): number {
  return delivered + failed + waiting;
}
