import { ConfitureError } from '../../errors.js';

/** One thing wrong with a hook or its file. `message` holds no secret: it is printed as it is. */
export interface HookFault {
  /** File the hook came from, or who was handed it: `defineHook`, `registerHook`, `config`, `built-in`. */
  readonly source: string;
  /** Null where the fault lies in a file rather than in one of its hooks. */
  readonly hook: string | null;
  readonly message: string;
  /** Line in `source`, counted from 1. */
  readonly line?: number;
  readonly cause?: unknown;
}

/** One HOOK_INVALID error for all `faults`, of which there must be at least one. */
export function hookInvalid(faults: readonly HookFault[]): ConfitureError {
  const lines = faults.map(describe);
  const located = faults.find((fault) => fault.line !== undefined);
  const cause = faults.find((fault) => fault.cause !== undefined)?.cause;
  return new ConfitureError('HOOK_INVALID', headline(lines), {
    hint: 'Correct the hook, or take it out of `hooks` in the configuration.',
    ...(located?.line === undefined ? {} : { location: { file: located.source, line: located.line } }),
    details: { faults: faults.map(({ source, hook, message }) => ({ source, hook, message })) },
    ...(cause === undefined ? {} : { cause }),
  });
}

function headline(lines: readonly string[]): string {
  return lines.length === 1 ? lines.join('') : `${lines.length} faults in hooks:\n- ${lines.join('\n- ')}`;
}

function describe({ source, hook, message, line }: HookFault): string {
  const place = line === undefined ? source : `${source}:${line}`;
  return hook === null ? `${place}: ${message}` : `hook '${hook}' (${place}): ${message}`;
}
