import { ConfitureError } from '../../errors.js';
import type { GatePhase } from '../define/hook.js';
import type { CheckedHook } from '../define/inspect-hook.js';
import type { HookFailure } from './call-hook.js';
import { describeFailure } from './describe-failure.js';
import type { Mask } from './describe-thrown.js';

const untouched: Readonly<Record<GatePhase, string>> = {
  pre_run: 'Nothing has run.',
  pre_execute: 'The migration was not applied.',
  pre_rollback: 'The migration was not rolled back.',
};

const remedies: Readonly<Record<HookFailure['kind'], string>> = {
  threw: 'Settle what the hook objects to, then start again.',
  'timed-out': 'Find out what the hook waits for, or raise its timeoutMs.',
};

export interface VetoFacts {
  readonly hook: CheckedHook;
  readonly phase: GatePhase;
  /** Named in the message where it is about one migration. */
  readonly context: object;
  readonly failure: HookFailure;
  readonly mask: Mask;
}

/** The error a run ends in when the gate `hook` says no, or nothing at all. */
export function veto({ hook, phase, context, failure, mask }: VetoFacts): ConfitureError {
  const migration = 'migrationName' in context ? String(context.migrationName) : undefined;
  const said = describeFailure(hook, failure, mask);
  const message = `Hook '${hook.name}' vetoed ${migration ?? 'the run'} at ${phase}: ${said}`;
  return new ConfitureError('MIGRATION_VETOED', message, {
    hint: `${untouched[phase]} ${remedies[failure.kind]}`,
    details: { hook: hook.name, phase, kind: failure.kind, source: hook.source },
    ...(migration === undefined ? {} : { migration }),
    ...(failure.kind === 'threw' ? { cause: failure.thrown } : {}),
  });
}
