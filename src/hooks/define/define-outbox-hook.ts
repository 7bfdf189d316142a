import type { EventPattern } from '../../events/patterns.js';
import { hookInvalid } from '../load/hook-fault.js';
import { outboxHookFaults } from './inspect-outbox-hook.js';
import type { OutboxHook, OutboxMessage } from './outbox-hook.js';

/** Returns `hook` itself, typed. Throws HOOK_INVALID where JavaScript let a fault through that TypeScript would have shown. */
export function defineOutboxHook<M extends OutboxMessage, P extends EventPattern>(
  hook: OutboxHook<M, P>,
): OutboxHook<M, P> {
  const faults = outboxHookFaults(hook);
  if (faults.length > 0) {
    throw hookInvalid(
      faults.map((message) => ({ source: 'defineOutboxHook', hook: hook?.name ?? null, message })),
    );
  }
  return hook;
}
