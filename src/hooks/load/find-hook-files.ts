import { describeThrown, type Mask } from '../call/describe-thrown.js';
import { expandGlob, hasWildcard } from './expand-glob.js';
import type { HookFault } from './hook-fault.js';

/** What one path or glob of the configuration leads to. */
export interface HookFiles {
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
  readonly faults: readonly HookFault[];
  readonly warnings: readonly string[];
}

/**
 * Hook files that `pattern` names. A path must lead to a file; a glob may match nothing yet, which is only a
 * warning, and passes over files that hold no code, such as a README beside the hooks.
 */
export async function findHookFiles(
  pattern: string,
  { baseDir, configFile, mask }: { baseDir: string; configFile: string; mask: Mask },
): Promise<HookFiles> {
  const faulty = (message: string): HookFiles => ({
    files: [],
    faults: [{ source: configFile, hook: null, message: `hooks: '${pattern}' ${message}` }],
    warnings: [],
  });
  try {
    const found = await expandGlob(pattern, baseDir);
    const files = found.filter(isHookFile);
    if (files.length > 0) return { files, faults: [], warnings: [] };
    if (hasWildcard(pattern))
      return { files, faults: [], warnings: [`hooks: '${pattern}' matches no hook file.`] };
    if (found.length > 0) return faulty('is neither a JavaScript nor a TypeScript file');
    return faulty(`is not a file; paths start at ${baseDir}, and the wildcards are *, **, ? and {a,b}`);
  } catch (error) {
    return faulty(`cannot be searched: ${describeThrown(error, mask)}`);
  }
}

function isHookFile(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}
