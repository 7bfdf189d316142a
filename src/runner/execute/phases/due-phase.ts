import { ConfitureError } from '../../../errors.js';
import type { Phase } from '../../../migrations/analysis/phases.js';
import type { LoadedMigration } from '../../../migrations/files/load-migration.js';
import { type DuePhase, hashPhase, type PhaseProgress, untouched } from '../../ledger/phase-progress.js';

/** The phase that a file goes on with, and its place, from 0. */
export interface DueAt {
  readonly index: number;
  readonly due: DuePhase;
}

/**
 * The phase a file goes on with after an earlier run. Throws FILES_CHANGED where a phase that has run was edited, or
 * none is left.
 */
export function dueAt(
  migration: LoadedMigration,
  phases: readonly [Phase, ...Phase[]],
  progress: PhaseProgress | null,
): DueAt {
  const [first] = phases;
  if (progress === null) return { index: 0, due: untouched(first, hashPhase(first)) };
  const { finished, due } = progress;
  for (const [index, { name, hash }] of finished.entries()) {
    const phase = phases[index];
    if (phase === undefined || hashPhase(phase) !== hash) throw editedMeanwhile(migration, name, phase);
  }
  const next = phases[finished.length];
  if (next === undefined) throw editedMeanwhile(migration, due.name, undefined);
  return { index: finished.length, due: continued(next, due) };
}

/** A phase whose text was changed since keeps its counts; those of the former text say nothing about the new one. */
function continued(phase: Phase, due: DuePhase): DuePhase {
  const hash = hashPhase(phase);
  if (due.name !== phase.name) return untouched(phase, hash);
  return due.hash === hash ? due : { ...due, hash, rowsBefore: due.rows, rowsExpected: null };
}

function editedMeanwhile(
  { path, file }: LoadedMigration,
  name: string,
  phase: Phase | undefined,
): ConfitureError {
  const what = phase === undefined ? 'is no longer in the file' : 'was changed since';
  return new ConfitureError(
    'FILES_CHANGED',
    `${path.displayPath}: its phase "${name}" has run, and ${what}`,
    {
      hint: `Put it back as it was; the phases behind it may be changed. Or settle it by hand and run \`confiture migrate resolve ${file.version} --applied\`, or \`--forget\` to run the file from the start.`,
      location: { file: path.displayPath, ...(phase && { line: phase.line }) },
      migration: file.name,
    },
  );
}
