import { ProblemNotice } from '../parts/problem-notice.js';
import { LatencyChart } from './latency-chart.js';
import { OutcomeChart } from './outcome-chart.js';
import { useStatistics } from './use-statistics.js';
import './charts.css';

/** What became of deliveries over a day, as charts, of all endpoints or of one; their place is kept while they come. */
export function DayCharts({ endpoint = null }: { readonly endpoint?: string | null }) {
  const { data, error, refetch } = useStatistics(endpoint);
  if (data === undefined)
    return (
      <div className="day-charts">
        {error === null ? null : <ProblemNotice error={error} retry={() => void refetch()} />}
      </div>
    );
  return (
    <section className="day-charts charts" aria-label="Deliveries of a day">
      <OutcomeChart statistics={data} endpoint={endpoint} />
      <LatencyChart statistics={data} />
    </section>
  );
}
