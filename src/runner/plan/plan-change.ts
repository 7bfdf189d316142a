import { serialize } from '../../events/serializer.js';
import type { StatementRisk } from '../../migrations/analysis/risk/assess-file.js';
import type { PlannedMigration, RunPlanDocument } from './run-plan.js';

/** What makes `now` another plan than `before`, in sentences without a full stop; empty for the same plan. */
export function describePlanChange(before: RunPlanDocument, now: RunPlanDocument): string[] {
  if (before.hash === now.hash) return [];
  const changes = [...frameChanges(before, now), ...listChanges(before, now), ...fileChanges(before, now)];
  return changes.length > 0 ? changes : ['the plans differ in a detail that only the hash shows'];
}

function frameChanges(before: RunPlanDocument, now: RunPlanDocument): string[] {
  const differs = (part: keyof RunPlanDocument) => serialize(before[part]) !== serialize(now[part]);
  return [
    ...(differs('direction') ? [`it was a plan of \`migrate ${before.direction}\``] : []),
    ...(differs('environment') ? [`it was made for environment ${before.environment}`] : []),
    ...(differs('project') ? [`its ledger was ${before.project} and is ${now.project}`] : []),
    ...(differs('database') ? [`it was made for another database, ${before.database.name}`] : []),
    ...(differs('approvalRules') ? ['the rules for approvals have changed'] : []),
    ...(differs('ruleSetVersion') ? ['this version of Confiture judges statements by other rules'] : []),
  ];
}

function listChanges(before: RunPlanDocument, now: RunPlanDocument): string[] {
  const had = before.migrations.map(({ name }) => name);
  const has = now.migrations.map(({ name }) => name);
  const kept = (names: readonly string[], others: readonly string[]) =>
    names.filter((name) => others.includes(name));
  const isReordered = kept(had, has).join('\n') !== kept(has, had).join('\n');
  return [
    ...had.filter((name) => !has.includes(name)).map((name) => `${name} is no longer part of it`),
    ...has.filter((name) => !had.includes(name)).map((name) => `${name} has been added`),
    ...(isReordered ? ['the migrations are in another order'] : []),
  ];
}

function fileChanges(before: RunPlanDocument, now: RunPlanDocument): string[] {
  return now.migrations.flatMap((migration) => {
    const old = before.migrations.find(({ name }) => name === migration.name);
    return old === undefined ? [] : migrationChanges(old, migration);
  });
}

function migrationChanges(before: PlannedMigration, now: PlannedMigration): string[] {
  const { name } = now;
  const differs = (part: keyof PlannedMigration) => serialize(before[part]) !== serialize(now[part]);
  const changes = [
    ...(differs('checksum') ? [`${now.file} has changed`] : []),
    ...(differs('verifyChecksum') ? [`the .verify.sql of ${name} has changed`] : []),
    ...(differs('invariantChecksum') ? [`the .invariant.sql of ${name} has changed`] : []),
  ];
  if (serialize(before.statements.map(riskOf)) === serialize(now.statements.map(riskOf))) return changes;
  return [...changes, riskChange(before, now)];
}

function riskChange(before: PlannedMigration, now: PlannedMigration): string {
  if (before.tier !== now.tier) return `${now.name} was ${before.tier} and is ${now.tier}`;
  const index = now.statements.findIndex((risk, at) => {
    const old = before.statements[at];
    return old === undefined || serialize(riskOf(old)) !== serialize(riskOf(risk));
  });
  const line = now.statements[index]?.line;
  return line === undefined
    ? `the findings of ${now.name} have changed`
    : `the findings of ${now.name} have changed, first at line ${line}`;
}

function riskOf({ command, tier, locks, rewrites, scans, findings }: StatementRisk): object {
  return {
    command,
    tier,
    locks,
    rewrites,
    scans,
    findings: findings.map(({ rule, subject, silencedBy }) => [rule, subject, silencedBy?.directive ?? null]),
  };
}
