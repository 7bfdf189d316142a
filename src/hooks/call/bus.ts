import { runUserCode, type UserCode } from '../../user-code/scope.js';
import type { GatePhase, HookContext, HookContextMap, HookPhase, ObserverPhase } from '../define/hook.js';
import type { CheckedHook } from '../define/inspect-hook.js';
import { callHook, type StartTimer, startTimeout } from './call-hook.js';
import { describeFailure } from './describe-failure.js';
import { describeThrown, type Mask } from './describe-thrown.js';
import { snapshotContext } from './snapshot-context.js';
import { veto } from './veto.js';

/** The facts for `phase`; its `phase` field may be left out and is set by the bus. */
export type BusContext<P extends HookPhase> = Omit<HookContextMap[P], 'phase'> & {
  readonly phase?: HookPhase;
};

/**
 * What became of an observer that did not do its work. `uncaught`: code that any hook left behind threw where nothing
 * waits for it (a floating promise, a timer, an event emitter), which vetoes nothing.
 */
export interface HookReport {
  readonly hook: string;
  readonly phase: HookPhase;
  readonly kind: 'threw' | 'timed-out' | 'uncaught';
  /** Masked. */
  readonly message: string;
}

export interface BusOptions {
  onReport(report: HookReport): void;
  /** Takes secrets out of what hooks throw. */
  readonly mask: Mask;
  /** For tests. Default: Node's timer. */
  readonly startTimer?: StartTimer;
  /** Ends the wait for a gate; observers are told what has happened, abort or not. */
  readonly signal?: AbortSignal;
}

export interface HookBus {
  /** True where at least one hook is called at `phase`. */
  has(phase: HookPhase): boolean;
  /**
   * Asks the gates of `phase` in order. The first that throws or times out ends it: rejects with
   * MIGRATION_VETOED, and the hooks behind it are not asked. An abort ends it too, with the signal's reason.
   */
  runGate<P extends GatePhase>(phase: P, context: BusContext<P>): Promise<void>;
  /** Tells every observer of `phase`, one after the other. Never rejects: failures go to `onReport`. */
  notify<P extends ObserverPhase>(phase: P, context: BusContext<P>): Promise<void>;
}

/** Calls `hooks` in the order given. */
export function createBus(hooks: readonly CheckedHook[], options: BusOptions): HookBus {
  const { mask, startTimer = startTimeout, signal } = options;
  const at = (phase: HookPhase) => hooks.filter((hook) => hook.phases.includes(phase));
  const call = (hook: CheckedHook, phase: HookPhase, context: object, stop?: AbortSignal) =>
    runUserCode(codeOf(hook.name, phase, options), () =>
      // HookContextMap ties the facts to the phase, which TypeScript cannot follow through the generic.
      callHook(hook, snapshotContext({ ...context, phase }) as HookContext, startTimer, stop),
    );

  return {
    has: (phase) => at(phase).length > 0,
    async runGate(phase, context) {
      for (const hook of at(phase)) {
        signal?.throwIfAborted();
        const outcome = await call(hook, phase, context, signal);
        if (outcome.kind !== 'done') throw veto({ hook, phase, context, failure: outcome, mask });
      }
    },
    async notify(phase, context) {
      for (const hook of at(phase)) {
        const outcome = await call(hook, phase, context);
        if (outcome.kind === 'done') continue;
        const message = describeFailure(hook, outcome, mask);
        report(options, { hook: hook.name, phase, kind: outcome.kind, message });
      }
    },
  };
}

function codeOf(hook: string, phase: HookPhase, options: BusOptions): UserCode {
  return {
    onUncaught: (thrown) =>
      report(options, { hook, phase, kind: 'uncaught', message: describeThrown(thrown, options.mask) }),
  };
}

/** A reporter that throws must not turn a migration that succeeded into a failure. */
function report({ onReport }: BusOptions, facts: HookReport): void {
  try {
    onReport(facts);
  } catch {
    return;
  }
}
