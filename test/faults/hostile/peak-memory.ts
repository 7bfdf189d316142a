const SAMPLE_MS = 5;

/** Bytes by which the memory of this process grew at most while `work` went on. */
export async function peakGrowth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const sample = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, SAMPLE_MS);
  await work().finally(() => clearInterval(timer));
  sample();
  return peak - before;
}
