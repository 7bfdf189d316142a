import { describeThrown } from '../../hooks/call/describe-thrown.js';
import { type HookEntry, type LoadedHooks, loadHooks } from '../../hooks/load/load-hooks.js';
import type { Reporter } from '../../output/reporters/reporter.js';
import { programNotice } from '../../output/reporters/warnings/program-notice.js';
import { maskText } from '../../redaction/redaction.js';
import type { BuiltIn } from '../built-in-hooks.js';
import type { Settings } from '../settings.js';

/** What the hooks of a project need. */
export interface ProjectContext {
  readonly settings: Settings;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** The hooks that come with Confiture; those of the project are added. */
  readonly builtIn: BuiltIn;
  /** Absolute path of the module a hook file gets for `confiture` where its project has not installed it. */
  readonly selfEntry?: string;
}

/** All hooks of a project, checked; throws HOOK_INVALID for everything that is wrong with any of them. */
export async function loadProjectHooks({
  settings,
  reporter,
  selfEntry,
}: Pick<ProjectContext, 'settings' | 'reporter' | 'selfEntry'>): Promise<LoadedHooks> {
  const loaded = await loadHooks({
    entries: settings.hooks.entries as readonly HookEntry[],
    baseDir: settings.hooks.baseDir,
    mask: (text) => maskText(text, settings.redact),
    onUncaught: (hook, thrown) => {
      const reason = describeWith(settings)(thrown);
      reporter.warning(programNotice({ kind: 'hook-failed-late', hook, reason }));
    },
    ...(settings.configFile !== null && { configFile: settings.configFile }),
    ...(selfEntry !== undefined && { selfEntry }),
  });
  for (const warning of loaded.warnings) reporter.warning(warning);
  return loaded;
}

/** What was thrown, masked, for people. */
export function describeWith({ redact }: Settings): (thrown: unknown) => string {
  return (thrown) => describeThrown(thrown, (text) => maskText(text, redact));
}
