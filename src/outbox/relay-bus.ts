import { randomBytes } from 'node:crypto';
import type { HookBus } from '../bus/bus.js';
import type { HookContext, HookPhase } from '../bus/hook.js';
import { eventId } from '../events/identifier.js';
import type { Dispatcher } from './dispatcher.js';
import type { OutboxHook } from './outbox-hook.js';

export interface RelayOptions {
  readonly now: () => number;
  readonly organizationId: string | null;
  /** Told when a hook could not make its messages; `message` is not masked. */
  readonly onFault: (hook: string, error: unknown) => void;
}

/** A bus that also hands each moment to the outbox hooks, ahead of the observers, and never waits for them. */
export function relayToOutbox(
  bus: HookBus,
  hooks: readonly OutboxHook[],
  dispatcher: Dispatcher,
  options: RelayOptions,
): HookBus {
  return {
    has: (phase) => bus.has(phase),
    runGate: (phase, context) => bus.runGate(phase, context),
    notify(phase, context) {
      // The bus ties the facts to the phase, which TypeScript cannot follow through the generic.
      relay({ ...context, phase } as unknown as HookContext, hooks, dispatcher, options);
      return bus.notify(phase, context);
    },
  };
}

function relay(
  context: HookContext<HookPhase>,
  hooks: readonly OutboxHook[],
  dispatcher: Dispatcher,
  { now, organizationId, onFault }: RelayOptions,
): void {
  const nowMs = now();
  const stamp = {
    id: eventId({ nowMs, random: randomBytes(10) }),
    createdAt: new Date(nowMs),
    organizationId,
  };
  for (const hook of hooks.filter(({ on }) => on.includes(context.phase))) {
    try {
      for (const message of hook.messages(context, stamp)) {
        dispatcher.enqueue({ message, deliver: (attempt) => hook.deliver(message, attempt) });
      }
    } catch (error) {
      onFault(hook.name, error);
    }
  }
}
