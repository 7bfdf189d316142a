import { ConfitureError } from '../../errors.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { RunPlanDocument } from './run-plan.js';

const HASH = /^(?:sha256:)?([0-9a-f]{64})$/i;

/** The hash of a plan as a person gives it, with or without its prefix. Throws FLAG_INVALID for anything else. */
export function readPlanHash(written: string): string {
  const digits = HASH.exec(written.trim())?.[1];
  if (digits !== undefined) return `sha256:${digits.toLowerCase()}`;
  throw new ConfitureError('FLAG_INVALID', '--plan takes the hash of a plan, sha256: and 64 hex digits', {
    hint: '`confiture migrate plan` ends with it.',
  });
}

/** Throws PLAN_CHANGED where `plan` is not the one that was asked for. Nothing has run by then. */
export function requirePlan(plan: RunPlanDocument, wanted: string): void {
  if (plan.hash === wanted) return;
  const look = plan.direction === 'up' ? 'confiture migrate plan' : 'confiture migrate plan --down';
  throw new ConfitureError('PLAN_CHANGED', `what would run now is another plan, ${plan.hash}`, {
    hint: `Nothing was changed. \`${look}\` shows what it is; the same limits, environment and database give the same plan.`,
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
