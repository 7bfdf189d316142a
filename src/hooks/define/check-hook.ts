import type { UncaughtListener } from '../../user-code/scope.js';
import { type HookFault, hookInvalid } from '../load/hook-fault.js';
import { type CheckedHook, claimedName, type HookClaim, shapeFaults, trustClaim } from './inspect-hook.js';
import { isOutboxClaim, outboxHookFaults, trustOutboxClaim } from './inspect-outbox-hook.js';
import type { OutboxHook } from './outbox-hook.js';

/** The hooks in `claims`, lists flattened, in order. Throws one HOOK_INVALID that names every fault of all of them. */
export function checkHooks(claims: readonly HookClaim[]): CheckedHook[] {
  const { hooks, faults } = sortClaims(claims);
  if (faults.length > 0) throw hookInvalid(faults);
  return hooks;
}

/** `checkHooks` for callers that have faults of their own to report in the same error. */
export function sortClaims(
  claims: readonly HookClaim[],
  onUncaught: UncaughtListener = () => {},
): {
  hooks: CheckedHook[];
  outboxHooks: OutboxHook[];
  faults: HookFault[];
} {
  const single = claims.flatMap(({ value, source }) =>
    [value].flat().map((item: unknown) => ({ value: item, source })),
  );
  const hooks: CheckedHook[] = [];
  const outboxHooks: OutboxHook[] = [];
  const faults: HookFault[] = [];
  for (const claim of single) {
    const { value, source } = claim;
    const isOutbox = isOutboxClaim(value);
    const messages = isOutbox ? outboxHookFaults(value) : shapeFaults(value);
    if (messages.length === 0 && isOutbox) outboxHooks.push(trustOutboxClaim(value, onUncaught));
    else if (messages.length === 0) hooks.push(trustClaim(claim));
    const hook = claimedName(value);
    faults.push(...messages.map((message) => ({ source, hook, message })));
  }
  return { hooks, outboxHooks, faults: [...faults, ...repeatedNames(single)] };
}

function repeatedNames(claims: readonly HookClaim[]): HookFault[] {
  const firstSource = new Map<string, string>();
  return claims.flatMap(({ value, source }) => {
    const hook = claimedName(value);
    if (hook === null) return [];
    const first = firstSource.get(hook);
    if (first !== undefined)
      return [{ source, hook, message: `the name is already taken by a hook from ${first}` }];
    firstSource.set(hook, source);
    return [];
  });
}
