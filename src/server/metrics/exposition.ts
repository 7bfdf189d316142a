/** A value with its labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric of the text format of Prometheus. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly Sample[];
}

/** Durations of one set of labels. */
export interface Durations {
  readonly labels?: Readonly<Record<string, string>>;
  readonly count: number;
  readonly seconds: number;
  /** How many were no longer than each of the bounds. */
  readonly within: readonly number[];
}

export interface Histogram {
  readonly name: string;
  readonly help: string;
  readonly type: 'histogram';
  readonly bounds: readonly number[];
  readonly durations: readonly Durations[];
}

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The metrics as Prometheus reads them (exposition format 0.0.4). */
export function exposition(metrics: readonly (Metric | Histogram)[]): string {
  return metrics
    .map((metric) => {
      const { name, help, type } = metric;
      const lines = metric.type === 'histogram' ? histogramLines(metric) : metric.samples.map(lineOf(name));
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.map((line) => `${line}\n`).join('')}`;
    })
    .join('');
}

const lineOf =
  (name: string) =>
  ({ labels = {}, value }: Sample): string =>
    `${name}${labelsOf(labels)} ${value}`;

function histogramLines({ name, bounds, durations }: Histogram): string[] {
  return durations.flatMap(({ labels, count, seconds, within }) => [
    ...bounds.map((bound, index) =>
      lineOf(`${name}_bucket`)({ labels: { ...labels, le: String(bound) }, value: within[index] ?? 0 }),
    ),
    lineOf(`${name}_bucket`)({ labels: { ...labels, le: '+Inf' }, value: count }),
    lineOf(`${name}_sum`)({ ...(labels && { labels }), value: seconds }),
    lineOf(`${name}_count`)({ ...(labels && { labels }), value: count }),
  ]);
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
