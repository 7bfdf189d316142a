import { ConfitureError } from '../../errors.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import { readPlanHash } from './plan-hash.js';
import type { RunPlanDocument } from './run-plan.js';

/** Throws PLAN_CHANGED where `plan` is not the one that was asked for. Nothing has run by then. */
export function requirePlan(plan: RunPlanDocument, wanted: string): void {
  if (plan.hash === readPlanHash(wanted)) return;
  const command = plan.direction === 'up' ? 'confiture migrate plan' : 'confiture migrate plan --down';
  throw new ConfitureError('PLAN_CHANGED', `what would run now is another plan, ${plan.hash}`, {
    hint: `Nothing was changed. \`${command}\` shows what it is; the same limits, environment and database give the same plan.`,
    details: { plan_hash: plan.hash, wanted },
  });
}

/** Gives a file that is about to run back; throws PLAN_CHANGED where it is no longer the one in the plan. */
export function requirePlanned(migration: LoadedMigration, plan: RunPlanDocument): LoadedMigration {
  const { file, path, checksum } = migration;
  const planned = plan.migrations.find(({ version }) => version === file.version);
  if (planned?.checksum === checksum) return migration;
  throw new ConfitureError('PLAN_CHANGED', `${path.displayPath} was changed after it was planned`, {
    hint: 'It did not run. Plan again, then run what is left.',
    location: { file: path.displayPath },
    migration: file.name,
    details: { plan_hash: plan.hash },
  });
}
