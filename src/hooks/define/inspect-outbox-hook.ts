import { checkPattern } from '../../events/patterns.js';
import { runUserCode, type UncaughtListener } from '../../user-code/scope.js';
import { claimedName } from './inspect-hook.js';
import type { OutboxHook } from './outbox-hook.js';

/** True for an object that is meant as an outbox hook, right or wrong: it has `messages` or `deliver`. */
export function isOutboxClaim(value: unknown): value is object {
  return typeof value === 'object' && value !== null && ('messages' in value || 'deliver' in value);
}

/** Everything wrong with the shape of an outbox hook; empty for a good one. */
export function outboxHookFaults(value: object): string[] {
  const { subscribes, messages, deliver, endpoints } = value as Readonly<Record<string, unknown>>;
  const functions = { messages, deliver, ...(endpoints !== undefined && { endpoints }) };
  return [
    ...(claimedName(value) === null ? ['name must be a text that is not empty'] : []),
    ...subscriptionFaults(subscribes),
    ...Object.entries(functions)
      .filter(([, member]) => typeof member !== 'function')
      .map(([name]) => `${name} must be a function`),
  ];
}

/** The hook in a claim without faults; each call runs as code of the user. */
export function trustOutboxClaim(value: object, onUncaught: UncaughtListener = () => {}): OutboxHook {
  const hook = value as OutboxHook;
  const { name, subscribes, endpoints } = hook;
  const run = <T>(work: () => T): T =>
    runUserCode({ onUncaught: (thrown) => onUncaught(`hook ${name}`, thrown) }, work);
  return {
    name,
    subscribes: [...new Set(subscribes)],
    ...(endpoints && { endpoints: () => run(() => hook.endpoints?.() ?? []) }),
    messages: (event) => run(() => hook.messages(event)),
    deliver: (message, attempt) => run(() => hook.deliver(message, attempt)),
  };
}

function subscriptionFaults(subscribes: unknown): string[] {
  if (!Array.isArray(subscribes) || subscribes.length === 0)
    return ["subscribes must be a list of event types or patterns, for instance ['migration.*']"];
  return subscribes.flatMap((pattern: unknown) => {
    if (typeof pattern !== 'string') return ['subscribes must hold event types or patterns'];
    return checkPattern(pattern)?.message ?? [];
  });
}
