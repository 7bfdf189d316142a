import { checkHooks } from './check-hook.js';
import type { Hook, HookContext, HookPhaseName } from './hook.js';
import { hookRegistry } from './hook-registry.js';

export interface RegisterHookOptions {
  /** Default: the function's name, or the phase, with a number where that is taken. */
  readonly name?: string;
  /** Milliseconds one call may take; default 30,000. */
  readonly timeoutMs?: number;
}

/**
 * Has `run` called at `phase` in every run of this process; from within a hook file, in runs of its project only.
 * Returns a function that takes it back. Throws HOOK_INVALID for a phase that does not exist.
 */
export function registerHook<P extends HookPhaseName>(
  phase: P,
  run: (context: HookContext<P>) => void | Promise<void>,
  options: RegisterHookOptions = {},
): () => void {
  const registry = hookRegistry();
  const hook: Hook<P> = { ...options, name: options.name ?? freeName(run, phase), on: [phase], run };
  checkHooks([{ value: hook, source: 'registerHook' }]);
  const added = { hook, file: registry.importing };
  registry.registrations = [...registry.registrations, added];
  return () => {
    registry.registrations = registry.registrations.filter((entry) => entry !== added);
  };
}

/** Hooks registered while `file` (an absolute path) was imported, or by code outside any hook file; in order. */
export function registeredHooks(file: string | null = null): Hook[] {
  return hookRegistry()
    .registrations.filter((entry) => entry.file === file)
    .map(({ hook }) => hook);
}

function freeName(run: unknown, phase: string): string {
  const base = typeof run === 'function' && run.name !== '' ? run.name : phase;
  const taken = new Set(hookRegistry().registrations.map(({ hook }) => hook.name));
  let name = base;
  for (let next = 2; taken.has(name); next += 1) name = `${base}-${next}`;
  return name;
}
