import { ConfitureError } from '../../errors.js';
import { isEmpty } from '../../migrations/analysis/check-shape.js';
import { type LoadedMigration, loadDown } from '../../migrations/files/load-migration.js';
import type { RunWarning } from '../../run-events.js';
import type { DownStep } from '../plan/plan-down.js';
import { asksForApproval } from './asks-for-approval.js';
import { checkFiles } from './check-files.js';

export interface CheckedDown {
  readonly downs: readonly LoadedMigration[];
  readonly warnings: readonly RunWarning[];
  /** Names of the migrations whose down files ask for an approval. */
  readonly directives: readonly string[];
}

/** Checks what `down` is about to undo, or would undo. Throws ROLLBACK_IMPOSSIBLE where a file undoes nothing. */
export async function checkDown(
  steps: readonly DownStep[],
  { serverVersion, dryRun }: { readonly serverVersion: number; readonly dryRun: boolean },
): Promise<CheckedDown> {
  const downs: LoadedMigration[] = [];
  const warnings = await checkFiles(steps, ({ file, down }) => loadDown(file, down), {
    serverVersion,
    everything: dryRun,
    withQueries: false,
    onFile: (loaded) => {
      refuseEmpty(loaded);
      downs.push(loaded);
    },
  });
  const directives = downs.filter(asksForApproval).map(({ file }) => file.name);
  return { downs, warnings: [...warnings, ...separationWarning(downs)], directives };
}

/** Recording it as undone would be false: what the migration made would stay, and be in the way of the next `up`. */
function refuseEmpty({ scan, path, file }: LoadedMigration): void {
  if (!isEmpty(scan) || scan.directives.has('empty')) return;
  throw new ConfitureError(
    'ROLLBACK_IMPOSSIBLE',
    `cannot roll back: ${path.displayPath} holds no statement`,
    {
      hint: 'Nothing was changed. Write what undoes the migration into it, or `-- confiture: empty` where there is nothing to undo.',
      location: { file: path.displayPath },
      migration: file.name,
    },
  );
}

function separationWarning(downs: readonly LoadedMigration[]): RunWarning[] {
  const alone = downs.find(({ plan }) => plan.mode !== 'pipelined');
  if (!alone || downs.length === 1) return [];
  return [{ kind: 'undone-separately', file: alone.path.displayPath }];
}
