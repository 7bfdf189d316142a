import type { Theme } from '../../terminal/theme.js';
import { formatCount } from '../../terminal/wording.js';

export interface SentCounts {
  readonly delivered: number;
  readonly retried: number;
  readonly failed: number;
}

/** What a pass or a worker has sent. */
export function sentCountsView({ delivered, retried, failed }: SentCounts, theme: Theme): string {
  if (delivered + retried + failed === 0) return 'Nothing is due.';
  const parts = [
    theme.paint('good', `${formatCount(delivered, 'event')} delivered`),
    ...(retried > 0
      ? [theme.paint('caution', `${formatCount(retried, 'attempt')} failed, to be tried again`)]
      : []),
    ...(failed > 0 ? [theme.paint('bad', `${formatCount(failed, 'delivery', 'deliveries')} given up`)] : []),
  ];
  return `${parts.join(', ')}.`;
}
