import { ConfitureError } from '../../errors.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import { projectName } from '../../storage/scope.js';
import { environmentFlag } from '../lifecycle/approval/grant-command.js';
import { readAskedPlan } from '../lifecycle/approval/store/read-asked-plan.js';
import type { RunSession } from '../session/open.js';
import { describePlanChange } from './plan-change.js';
import { readPlanHash } from './plan-hash.js';
import { type RunPlanDocument, withHash } from './run-plan.js';

const COVERED =
  'The hash covers ledger, environment, database, direction, the migrations in order with their .verify.sql and .invariant.sql files, tiers, locks and findings of their statements, and the rules for approvals. No stored request holds that plan, so what differs cannot be told.';

/**
 * Throws PLAN_CHANGED where `plan` is not the one that was asked for, and says what differs where the plan that was asked
 * for can be known. Nothing has run by then. `open` is null where there is no database yet.
 */
export async function requirePlan(
  open: Pick<RunSession, 'connection' | 'facts'> | null,
  plan: RunPlanDocument,
  written: string,
): Promise<void> {
  const wanted = readPlanHash(written);
  if (plan.hash === wanted) return;
  const known = beginningOf(plan, wanted) ?? (open && (await storedPlan(open, wanted)));
  const changes = known === null ? [] : describePlanChange(known, plan);
  const what = changes.length > 0 ? `: ${changes.join('; ')}` : '';
  const covered = known === null ? `${COVERED} ` : '';
  throw new ConfitureError('PLAN_CHANGED', `what would run now is another plan, ${plan.hash}${what}`, {
    hint: `Nothing was changed. ${covered}\`${planCommand(plan)}\` shows the plan of now.`,
    details: { plan_hash: plan.hash, wanted, changes },
  });
}

/** The plan of a run that goes less far; null where none of these has the hash. */
function beginningOf(plan: RunPlanDocument, wanted: string): RunPlanDocument | null {
  const { hash: _ofAll, ...rest } = plan;
  for (let length = plan.migrations.length - 1; length > 0; length -= 1) {
    const shorter = withHash({ ...rest, migrations: plan.migrations.slice(0, length) });
    if (shorter.hash === wanted) return shorter;
  }
  return null;
}

/** A request for approval holds the plan that it asks for; what cannot be read is not known. */
async function storedPlan(
  { connection, facts }: Pick<RunSession, 'connection' | 'facts'>,
  hash: string,
): Promise<RunPlanDocument | null> {
  if (facts.foreign.length > 0 || facts.runs === 'none') return null;
  return readAskedPlan(connection, projectName(facts.ledger), hash).catch((error: unknown) => {
    if (connection.lost) throw error;
    return null;
  });
}

function planCommand({ direction, environment }: RunPlanDocument): string {
  return `confiture migrate plan${direction === 'up' ? '' : ' --down'}${environmentFlag(environment)}`;
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
