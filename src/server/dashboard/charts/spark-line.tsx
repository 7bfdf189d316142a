import { linePath } from './chart-layout.js';
import './charts.css';

const SIZE = { width: 96, height: 16 };

/** What one endpoint was sent in each hour of a day, as a line; hours in which something failed are marked. */
export function SparkLine({
  delivered,
  failed,
}: {
  /** One figure an hour, as the next. */
  readonly delivered: readonly number[];
  readonly failed: readonly number[];
}) {
  const totals = delivered.map((count, index) => count + (failed[index] ?? 0));
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const text = `${sum(delivered)} delivered, ${sum(failed)} failed in 24 h`;
  return (
    <span className="spark" title={text}>
      <svg
        viewBox={`0 -1 ${SIZE.width} ${SIZE.height + 2}`}
        width={SIZE.width}
        height={SIZE.height + 2}
        aria-hidden="true"
      >
        <path className="spark-line" d={linePath(totals, Math.max(...totals), SIZE)} />
        <path className="spark-failed" d={failedMarks(failed)} />
      </svg>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}

function failedMarks(failed: readonly number[]): string {
  const step = SIZE.width / Math.max(failed.length, 1);
  return failed
    .flatMap((count, index) => (count === 0 ? [] : [`M${(index + 0.5) * step} ${SIZE.height}v-6`]))
    .join('');
}
