import { runUserCode, type UncaughtListener } from '../../user-code/scope.js';
import { type EventPhase, eventPhases } from '../call/event-of.js';
import { claimedName } from './inspect-hook.js';
import type { OutboxHook } from './outbox-hook.js';
import { resolvePhase, suggestPhase } from './resolve-phase.js';

/** True for a value that is meant as an outbox hook, right or wrong: it has `messages` or `deliver`. */
export function isOutboxClaim(value: unknown): value is object {
  return typeof value === 'object' && value !== null && ('messages' in value || 'deliver' in value);
}

/** Everything wrong with the shape of an outbox hook; empty for a good one. */
export function outboxHookFaults(value: object): string[] {
  const { on, messages, deliver, targets, announce } = value as Readonly<Record<string, unknown>>;
  const functions = {
    messages,
    deliver,
    ...(targets !== undefined && { targets }),
    ...(announce !== undefined && { announce }),
  };
  return [
    ...(claimedName(value) === null ? ['name must be a text that is not empty'] : []),
    ...phaseFaults(on),
    ...Object.entries(functions)
      .filter(([, member]) => typeof member !== 'function')
      .map(([name]) => `${name} must be a function`),
  ];
}

/** The hook in a claim without faults, phases by the names of the catalogue; each call runs as code of the user. */
export function trustOutboxClaim(value: object, onUncaught: UncaughtListener = () => {}): OutboxHook {
  const hook = value as OutboxHook;
  const { name, targets, announce } = hook;
  const run = <T>(work: () => T): T =>
    runUserCode({ onUncaught: (thrown) => onUncaught(`hook ${name}`, thrown) }, work);
  return {
    name,
    on: [...new Set(hook.on.flatMap((name) => eventPhaseOf(name) ?? []))],
    ...(targets && { targets: () => run(() => hook.targets?.() ?? []) }),
    messages: (context, stamp) => run(() => hook.messages(context, stamp)),
    ...(announce && { announce: (event) => run(() => hook.announce?.(event) ?? []) }),
    deliver: (message, attempt) => run(() => hook.deliver(message, attempt)),
  };
}

function phaseFaults(on: unknown): string[] {
  if (!Array.isArray(on) || on.length === 0)
    return ["on must be a list of phases, for instance ['on_error']"];
  return on.flatMap((name: unknown) => {
    if (typeof name !== 'string') return ['on must hold names of phases'];
    if (resolvePhase(name) === undefined) return [`unknown phase '${name}'; ${suggestPhase(name)}`];
    if (eventPhaseOf(name) !== undefined) return [];
    return [`phase '${name}' is no event; an outbox hook can be on ${eventPhases.join(', ')}`];
  });
}

function eventPhaseOf(name: string): EventPhase | undefined {
  const phase = resolvePhase(name);
  return eventPhases.find((known) => known === phase);
}
