import type { MigrationShape } from '../../api/generated.js';

type Phase = NonNullable<MigrationShape['phases']>[number];

/** How a migration runs and what lies beside its file, as facts in words. */
export function shapeFacts(shape: MigrationShape) {
  const { tier, transactional, phases, has_down: hasDown } = shape;
  const checks = [
    ...(shape.has_verify ? ['a query that verifies it'] : []),
    ...(shape.has_invariant ? ['an invariant that must hold'] : []),
  ];
  return {
    Risk: tier.replaceAll('_', ' '),
    Runs: phases === null ? runsText(transactional) : null,
    Phases: phases === null ? null : phases.map(phaseText).join(', '),
    Approval: shape.requires_approval ? 'required by its file' : null,
    Undo: hasDown ? 'by its down file' : 'there is no down file',
    Checks: checks.length === 0 ? null : checks.join(', '),
  };
}

function runsText(isTransactional: boolean): string {
  return isTransactional ? 'in a transaction' : 'statement by statement, outside of a transaction';
}

function phaseText({ name, ...phase }: Phase): string {
  const facts = [
    ...(phase.batch ? ['in batches'] : []),
    ...(phase.no_transaction ? ['outside of a transaction'] : []),
    ...(phase.requires_approval ? ['needs an approval'] : []),
  ];
  return facts.length === 0 ? name : `${name} (${facts.join(', ')})`;
}
