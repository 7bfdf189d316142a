import { LatencyChart } from '../../charts/latency-chart.js';
import { OutcomeChart } from '../../charts/outcome-chart.js';
import { useStatistics } from '../../charts/use-statistics.js';
import { ProblemNotice } from '../../parts/problem-notice.js';

/** What became of deliveries over a day, as charts; their place is kept while they come. */
export function Activity() {
  const { data, error, refetch } = useStatistics();
  if (data === undefined)
    return (
      <div className="overview-charts">
        {error === null ? null : <ProblemNotice error={error} retry={() => void refetch()} />}
      </div>
    );
  return (
    <section className="overview-charts charts" aria-label="Deliveries of a day">
      <OutcomeChart statistics={data} />
      <LatencyChart statistics={data} />
    </section>
  );
}
