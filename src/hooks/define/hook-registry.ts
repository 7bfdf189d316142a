import type { Hook } from './hook.js';

/** A hook registered by a call rather than by configuration. */
export interface Registration {
  readonly hook: Hook;
  /** Absolute path of the hook file that was being imported; null for a call from anywhere else. */
  readonly file: string | null;
}

interface Registry {
  registrations: readonly Registration[];
  importing: string | null;
  /** Settles when the import before is over. */
  turn: Promise<unknown>;
}

/**
 * On globalThis because two copies of the package meet in one process: the bundled CLI, and the library a hook
 * file imports. Its shape is therefore a contract between versions.
 */
const key = Symbol.for('confiture.hooks');

/** The one registry of this process. */
export function hookRegistry(): Registry {
  const holder = globalThis as { [key]?: Registry };
  holder[key] ??= { registrations: [], importing: null, turn: Promise.resolve() };
  return holder[key];
}

/**
 * Runs `load`, which imports `file`; hooks registered meanwhile belong to that file. Takes them back out when the
 * import fails, so that half a file never takes part in a run. One import at a time, or a hook would be put down
 * to the wrong file.
 */
export function attributeTo<T>(file: string, load: () => Promise<T>): Promise<T> {
  const registry = hookRegistry();
  const result = registry.turn.then(() => loadAs(registry, file, load));
  registry.turn = result.catch(() => undefined);
  return result;
}

async function loadAs<T>(registry: Registry, file: string, load: () => Promise<T>): Promise<T> {
  const before = registry.registrations;
  registry.importing = file;
  try {
    return await load();
  } catch (error) {
    registry.registrations = registry.registrations.filter(
      (entry) => entry.file !== file || before.includes(entry),
    );
    throw error;
  } finally {
    registry.importing = null;
  }
}
