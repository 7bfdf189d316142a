import { checkHooks } from './check-hook.js';
import type { Hook, HookPhaseName } from './hook.js';

/**
 * Returns `hook` itself, with `run` typed after the phases in `on`. Throws HOOK_INVALID where JavaScript let a
 * fault through that TypeScript would have shown.
 */
export function defineHook<P extends HookPhaseName>(hook: Hook<P>): Hook<P> {
  checkHooks([{ value: hook, source: 'defineHook' }]);
  return hook;
}
