import { expect, it } from 'vitest';
import { exposition } from '../../../src/server/metrics/exposition.js';

it('writes the text format of Prometheus', () => {
  const text = exposition([
    {
      name: 'a_total',
      help: 'Things.',
      type: 'counter',
      samples: [{ value: 3 }, { labels: { name: 'a"b\\c\nd' }, value: 0.5 }],
    },
    { name: 'nothing', help: 'None.', type: 'gauge', samples: [] },
    {
      name: 'took_seconds',
      help: 'Time.',
      type: 'histogram',
      bounds: [0.1, 1],
      durations: [{ labels: { of: 'x' }, count: 3, seconds: 4.5, within: [1, 2] }],
    },
  ]);
  expect(text).toBe(`# HELP a_total Things.
# TYPE a_total counter
a_total 3
a_total{name="a\\"b\\\\c\\nd"} 0.5
# HELP nothing None.
# TYPE nothing gauge
# HELP took_seconds Time.
# TYPE took_seconds histogram
took_seconds_bucket{of="x",le="0.1"} 1
took_seconds_bucket{of="x",le="1"} 2
took_seconds_bucket{of="x",le="+Inf"} 3
took_seconds_sum{of="x"} 4.5
took_seconds_count{of="x"} 3
`);
});
