import type { OutboxHook } from '../hooks/define/outbox-hook.js';
import type { Settings } from './settings.js';

/** The hooks that come with Confiture, for one call. */
export interface BuiltInHooks {
  readonly hooks: readonly OutboxHook[];
  /** Ends at once what they have open. */
  close(): Promise<void>;
}

/** Makes the hooks that come with Confiture. They stand on a higher floor, and are handed down by the entry. */
export type OpenBuiltInHooks = (settings: Settings) => Promise<BuiltInHooks>;

/** Calls `work` with the built-in hooks, and closes what these have opened. */
export async function withBuiltInHooks<T>(
  open: OpenBuiltInHooks,
  settings: Settings,
  work: (hooks: BuiltInHooks['hooks']) => Promise<T>,
): Promise<T> {
  const { hooks, close } = await open(settings);
  try {
    return await work(hooks);
  } finally {
    await close();
  }
}
