import type { Connection } from '../../database/connection.js';
import type { Ledger } from './ledger.js';
import { interruptedPhases } from './phase-progress.js';
import { interruptedFiles, type ProgressKey } from './progress.js';

/** A migration that was interrupted, or failed half-way, and is neither applied nor untouched. */
export interface Interrupted {
  readonly version: string;
  /** `down` where it was its rollback. */
  readonly direction: ProgressKey['direction'];
  /** The phase that is due; null for a file without phases, which was cut off between two statements. */
  readonly phase: {
    readonly name: string;
    /** Its place among the phases of the file, from 1. */
    readonly number: number;
    readonly total: number;
  } | null;
}

export async function readInterrupted(connection: Connection, ledger: Ledger): Promise<Interrupted[]> {
  const [phased, files] = await Promise.all([
    interruptedPhases(connection, ledger),
    interruptedFiles(connection, ledger),
  ]);
  const versions = new Set(phased.map(({ version }) => version));
  const others = files.filter(({ version }) => !versions.has(version));
  return [
    ...phased.map(({ version, direction, phase, number, total }) => ({
      version,
      direction,
      phase: { name: phase, number, total },
    })),
    ...others.map((file) => ({ ...file, phase: null })),
  ];
}
