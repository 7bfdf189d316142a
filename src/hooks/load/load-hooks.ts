import { expandBraces } from '../../text/expand-braces.js';
import type { UncaughtListener } from '../../user-code/scope.js';
import type { Mask } from '../call/describe-thrown.js';
import { sortClaims } from '../define/check-hook.js';
import type { Hook } from '../define/hook.js';
import type { CheckedHook, HookClaim } from '../define/inspect-hook.js';
import type { OutboxHook } from '../define/outbox-hook.js';
import { registeredHooks } from '../define/register-hook.js';
import { findHookFiles } from './find-hook-files.js';
import { type HookFault, hookInvalid } from './hook-fault.js';
import { loadHookFile } from './load-hook-file.js';

/** One entry of `hooks` in the configuration: files by path or glob, or hooks themselves. */
export type HookEntry = string | Hook | OutboxHook | readonly (Hook | OutboxHook)[];

export interface LoadHooksOptions {
  readonly entries: readonly HookEntry[];
  /** Absolute path of the folder that paths and globs start at. */
  readonly baseDir: string;
  /** Named as the source of what stands in the configuration itself. Default: `config`. */
  readonly configFile?: string;
  /** Absolute path of the module a hook file gets for `confiture` where its project has not installed it. */
  readonly selfEntry?: string;
  /** Takes secrets out of what a hook file throws. */
  readonly mask: Mask;
  /** Told of what hook files and outbox hooks throw where nothing waits for it. */
  readonly onUncaught?: UncaughtListener;
}

export interface LoadedHooks {
  /** In the order they are to be called. */
  readonly hooks: readonly CheckedHook[];
  /** Those whose messages are stored and delivered instead. */
  readonly outboxHooks: readonly OutboxHook[];
  /** Globs that match nothing, in words. */
  readonly warnings: readonly string[];
}

/**
 * All hooks of a project: those registered in code, then those of each entry in turn; `{a,b}` makes two entries of one,
 * and a file that several entries name is loaded once. Throws one HOOK_INVALID for everything that is wrong with any of them.
 */
export async function loadHooks(options: LoadHooksOptions): Promise<LoadedHooks> {
  const found: Found = {
    claims: registeredHooks().map((value) => ({ value, source: 'registerHook' })),
    faults: [],
    warnings: [],
    files: new Set(),
  };
  for (const entry of options.entries) await addEntry(found, entry, options);
  const { hooks, outboxHooks, faults } = sortClaims(found.claims, options.onUncaught);
  const all = [...found.faults, ...faults];
  if (all.length > 0) throw hookInvalid(all);
  return { hooks, outboxHooks, warnings: found.warnings };
}

/** Filled entry by entry. */
interface Found {
  readonly claims: HookClaim[];
  readonly faults: HookFault[];
  readonly warnings: string[];
  readonly files: Set<string>;
}

async function addEntry(found: Found, entry: HookEntry, options: LoadHooksOptions): Promise<void> {
  const { baseDir, configFile = 'config', selfEntry, mask, onUncaught = () => {} } = options;
  if (typeof entry !== 'string') {
    found.claims.push({ value: entry, source: configFile });
    return;
  }
  for (const pattern of expandBraces(entry)) {
    const { files, faults, warnings } = await findHookFiles(pattern, { baseDir, configFile, mask });
    found.faults.push(...faults);
    found.warnings.push(...warnings);
    for (const file of files.filter((path) => !found.files.has(path))) {
      found.files.add(file);
      const content = await loadHookFile(file, { selfEntry, mask, onUncaught });
      found.claims.push(...content.claims);
      found.faults.push(...content.faults);
    }
  }
}
