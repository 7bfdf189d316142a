import type { Direction } from '../../../run-events.js';
import type { RunnerPorts, RunSettings } from '../../ports.js';
import { type OpenOptions, type RunSession, withDatabase } from '../../session/open.js';
import { RunControl } from './run-control.js';

/** The session of a run that can be steered from elsewhere. */
export interface ControlledRun extends RunSession {
  readonly control: RunControl;
}

/** `withDatabase` for a run: it is written down with how it ended, unless `work` has said that itself. */
export async function withRun<T>(
  direction: Direction,
  ports: RunnerPorts,
  settings: RunSettings,
  options: Pick<OpenOptions, 'lock' | 'dryRun'>,
  work: (open: ControlledRun) => Promise<T>,
): Promise<T> {
  const control = new RunControl(direction, ports, settings);
  try {
    return await withDatabase(control.ports, settings, { ...options, control }, (open) =>
      work({ ...open, control }),
    );
  } catch (error) {
    await control.end(error);
    throw error;
  } finally {
    await control.end(null);
  }
}
