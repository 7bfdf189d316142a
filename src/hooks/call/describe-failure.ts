import type { CheckedHook } from '../define/inspect-hook.js';
import type { HookFailure } from './call-hook.js';
import { describeThrown, type Mask } from './describe-thrown.js';

/** What to say of a hook that threw or timed out; masked. */
export function describeFailure(hook: CheckedHook, failure: HookFailure, mask: Mask): string {
  if (failure.kind === 'threw') return describeThrown(failure.thrown, mask);
  return `no answer within ${hook.timeoutMs / 1000} s`;
}
