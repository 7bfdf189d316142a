import { ownFile, runUserCode, type UncaughtListener, type UserCode } from '../../user-code/scope.js';
import { describeThrown, type Mask } from '../call/describe-thrown.js';
import { attributeTo } from '../define/hook-registry.js';
import type { HookClaim } from '../define/inspect-hook.js';
import { registeredHooks } from '../define/register-hook.js';
import { displayPath } from './display-path.js';
import { exportedHooks } from './exported-hooks.js';
import { faultLine } from './fault-line.js';
import type { HookFault } from './hook-fault.js';
import { importHookFile } from './import-hook-file.js';

/** What a hook file holds: the hooks it registered and exports, still to be checked, or why it cannot be used. */
export interface HookFileContent {
  readonly claims: readonly HookClaim[];
  readonly faults: readonly HookFault[];
}

export interface HookFileOptions {
  readonly selfEntry: string | undefined;
  readonly mask: Mask;
  readonly onUncaught: UncaughtListener;
}

/** Imports the hook file at the absolute path `file`. Never rejects: what the file throws becomes a fault. */
export async function loadHookFile(
  file: string,
  { selfEntry, mask, onUncaught }: HookFileOptions,
): Promise<HookFileContent> {
  const source = displayPath(file, process.cwd());
  const code: UserCode = { onUncaught: (thrown) => onUncaught(source, thrown) };
  ownFile(file, code);
  try {
    const load = () => runUserCode(code, () => importHookFile(file, selfEntry));
    const exported = exportedHooks(await attributeTo(file, load));
    const values = [...registeredHooks(file), ...(exported === undefined ? [] : [exported])];
    const nothing = { source, hook: null, message: 'exports no hook as default and registers none' };
    return {
      claims: values.map((value) => ({ value, source })),
      faults: values.length === 0 ? [nothing] : [],
    };
  } catch (error) {
    return { claims: [], faults: [importFault(error, file, source, mask)] };
  }
}

/** Only the first line of the message: a parser's goes on with the place, which `line` has. */
function importFault(error: unknown, file: string, source: string, mask: Mask): HookFault {
  const [message = ''] = describeThrown(error, mask).split('\n');
  const line = faultLine(error, file);
  const cause = error ?? null;
  return {
    source,
    hook: null,
    message: `cannot be imported: ${message.trim()}`,
    cause,
    ...(line === undefined ? {} : { line }),
  };
}
