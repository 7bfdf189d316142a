import type { HookPhase } from '../define/hook.js';
import type { CheckedHook } from '../define/inspect-hook.js';

/** One line of `hooks list`. */
export interface HookDescription {
  readonly name: string;
  readonly phases: readonly HookPhase[];
  /** File it came from, or `registerHook`, `config`, `built-in`. */
  readonly source: string;
  readonly timeoutMs: number;
}

/** Plain data about `hooks`, in the order they are called. */
export function describeHooks(hooks: readonly CheckedHook[]): HookDescription[] {
  return hooks.map(({ name, phases, source, timeoutMs }) => ({ name, phases, source, timeoutMs }));
}
