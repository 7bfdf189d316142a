import { scaleBand, scaleLinear } from 'd3-scale';
import { line, stack } from 'd3-shape';
import { OUTCOMES, type Outcome } from './outcomes.js';
import type { Bucket } from './use-statistics.js';

/** Part of a bar, in units of the chart. */
export interface Segment {
  readonly outcome: Outcome;
  readonly bucket: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** A part that is not nothing is seen, however small it is beside the others: this much of the highest bar. */
const LEAST_SHARE = 0.04;

/** Bars of buckets, each stacked by outcome; the highest fills the chart. */
export function stackedBars(buckets: readonly Bucket[], { width, height }: ChartSize): Segment[] {
  const most = Math.max(...buckets.map(totalOf), 1);
  const shown = buckets.map((bucket) => seenCounts(bucket, most * LEAST_SHARE));
  const x = scaleBand<number>()
    .domain(buckets.map((_, index) => index))
    .range([0, width])
    .paddingInner(0.2);
  const y = scaleLinear()
    .domain([0, Math.max(...shown.map(totalOf), 1)])
    .range([height, 0]);
  return stack<Record<Outcome, number>>()
    .keys(OUTCOMES)(shown)
    .flatMap((series) =>
      series.flatMap(([from, to], bucket) =>
        to === from
          ? []
          : [
              {
                outcome: series.key as Outcome,
                bucket,
                x: x(bucket) ?? 0,
                y: y(to),
                width: x.bandwidth(),
                height: y(from) - y(to),
              },
            ],
      ),
    );
}

function seenCounts(bucket: Bucket, least: number): Record<Outcome, number> {
  const seen = (count: number) => (count === 0 ? 0 : Math.max(count, least));
  const { delivered, discarded, waiting, failed } = bucket;
  return {
    delivered: seen(delivered),
    discarded: seen(discarded),
    waiting: seen(waiting),
    failed: seen(failed),
  };
}

function totalOf(counts: Readonly<Record<Outcome, number>>): number {
  return OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
}

/** Path of a line that is level over each bucket, so that a lone value is seen; it has gaps where one is null. */
export function linePath(
  values: readonly (number | null)[],
  most: number,
  { width, height }: ChartSize,
): string {
  const x = scaleLinear()
    .domain([0, Math.max(values.length, 1)])
    .range([0, width]);
  const y = scaleLinear()
    .domain([0, Math.max(most, 1)])
    .range([height, 0]);
  const path = line<Edge>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => x(at))
    .y(({ value }) => y(value ?? 0));
  return (
    path(
      values.flatMap((value, index) => [
        { at: index, value },
        { at: index + 1, value },
      ]),
    ) ?? ''
  );
}

interface Edge {
  readonly at: number;
  readonly value: number | null;
}
