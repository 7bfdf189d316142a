import { ConfitureError } from '../../errors.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';

/** Throws FLAG_INVALID for a file that cannot share a transaction with others. */
export function refuseOutsideTransaction({ path, plan, shape, file, phases }: LoadedMigration): void {
  if (plan.mode === 'pipelined') return;
  const [phase] = phases ?? [];
  const cause = phase
    ? { command: 'its phases are committed one by one', line: phase.line }
    : (shape.reason ?? shape.ownsTransaction[0]);
  const why = cause ? `line ${cause.line}: ${cause.command}` : 'it sets properties of its transaction';
  throw new ConfitureError(
    'FLAG_INVALID',
    `--single-transaction is not possible: ${path.displayPath} (${why})`,
    {
      hint: 'Run without --single-transaction: every migration then has a transaction of its own, or none where it cannot.',
      location: { file: path.displayPath, ...(cause && { line: cause.line }) },
      migration: file.name,
    },
  );
}
