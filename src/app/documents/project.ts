import type { JsonSchema } from '../../events/catalog/schema.js';
import { catalog } from '../../events/catalog.js';
import type { EventType } from '../../events/event.js';
import type { Check } from '../doctor/check.js';
import type { HookTrial } from '../hooks/try-hook.js';

/** `init`. */
export function initDocument(written: readonly string[]): object {
  return { written };
}

/** `doctor`. */
export function doctorDocument(checks: readonly Check[]): object {
  const count = (wanted: Check['verdict']) => checks.filter(({ verdict }) => verdict === wanted).length;
  return {
    checks: checks.map(({ name, verdict, message, hint, code }) => ({ name, verdict, message, hint, code })),
    summary: { ok: count('ok'), warning: count('warning'), failed: count('failed') },
  };
}

/** `hooks test`. */
export function hookTrialDocument({ hook, calls }: HookTrial): object {
  return { hook, calls };
}

interface ListedHook {
  readonly name: string;
  readonly phases: readonly string[];
  readonly source: string;
  readonly timeoutMs: number | null;
}

/** `hooks list`, in the order in which they are called. */
export function hooksDocument(hooks: readonly ListedHook[]): object {
  return {
    hooks: hooks.map(({ name, phases, source, timeoutMs }) => ({
      name,
      phases,
      source,
      timeout_ms: timeoutMs,
    })),
  };
}

/** `schema`. */
export function commandsDocument(
  commands: readonly { readonly command: string; readonly meaning: string }[],
): object {
  return { commands };
}

/** `schema COMMAND`. */
export function schemaDocument(schema: JsonSchema): object {
  return { schema };
}

/** `webhooks schema`. */
export function eventTypesDocument(types: readonly EventType[]): object {
  return {
    types: types.map((type) => ({ type, meaning: catalog[type].meaning, moment: catalog[type].moment })),
  };
}

/** `webhooks schema TYPE`. */
export function eventSchemaDocument(type: string, schema: object): object {
  return { type, schema };
}
