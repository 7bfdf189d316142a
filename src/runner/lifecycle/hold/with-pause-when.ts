import type { SafePoint } from '../../execute/execution.js';
import type { RunnerPorts, RunSettings } from '../../ports.js';
import type { RunSession } from '../../session/open.js';
import type { PauseWhenOptions } from './pause-when.js';

/** Calls `work` with the safe point of a run that its conditions can hold; without conditions, with `others`. */
export async function withPauseWhen<T>(
  { connection }: Pick<RunSession, 'connection'>,
  others: PauseWhenOptions['others'],
  ports: RunnerPorts,
  { pauseWhen: conditions, redaction }: RunSettings,
  work: (safePoint: SafePoint) => Promise<T>,
): Promise<T> {
  if (conditions.length === 0) return work(others);
  const { PauseWhen } = await import('./pause-when.js');
  const { connectBeside, emit, signal, now } = ports;
  const pauseWhen = new PauseWhen({
    ...{ conditions, connection, connectBeside, others },
    ...{ emit, signal, now, redaction },
  });
  try {
    return await work(pauseWhen);
  } finally {
    await pauseWhen.close();
  }
}
