import type { Connection } from '../../database/connection.js';
import type { Ledger } from './ledger.js';
import { interruptedPhases } from './phase-progress.js';
import { interruptedVersions } from './progress.js';

/** A migration that was interrupted, or failed half-way, and is neither applied nor untouched. */
export interface Interrupted {
  readonly version: string;
  /** The phase that is due; null for a file without phases, which was cut off between two statements. */
  readonly phase: {
    readonly name: string;
    /** Its place among the phases of the file, from 1. */
    readonly number: number;
    readonly total: number;
  } | null;
}

export async function readInterrupted(connection: Connection, ledger: Ledger): Promise<Interrupted[]> {
  const phased = await interruptedPhases(connection, ledger);
  const versions = new Set(phased.map(({ version }) => version));
  const others = (await interruptedVersions(connection, ledger)).filter((version) => !versions.has(version));
  return [
    ...phased.map(({ version, phase, number, total }) => ({
      version,
      phase: { name: phase, number, total },
    })),
    ...others.map((version) => ({ version, phase: null })),
  ];
}
