import type { Hook, HookContext, HookPhase } from './hook.js';
import { resolvePhase, suggestPhase } from './resolve-phase.js';

/** A hook that has passed every check; what the bus takes. */
export interface CheckedHook {
  readonly name: string;
  /** Aliases resolved, each phase once. */
  readonly phases: readonly HookPhase[];
  /** File it came from, or `registerHook`, `config`, `built-in`. */
  readonly source: string;
  readonly timeoutMs: number;
  run(context: HookContext): void | Promise<void>;
}

/** Something that is said to be a hook, and where it was found. */
export interface HookClaim {
  readonly value: unknown;
  readonly source: string;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** Node's timers fire at once above this. */
const MAX_TIMEOUT_MS = 2_147_483_647;

type Shape = Readonly<Partial<Record<keyof Hook, unknown>>>;

/** The name a claim gives itself, for messages; null where it has none that can be used. */
export function claimedName(value: unknown): string | null {
  const name = typeof value === 'object' && value !== null ? (value as Shape).name : null;
  return typeof name === 'string' && name.trim() !== '' ? name : null;
}

/** Everything wrong with the shape of `value`; empty for a hook. */
export function shapeFaults(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [`expected a hook, an object with name, on and run, but found ${kindOf(value)}`];
  }
  const { on, run, timeoutMs } = value as Shape;
  return [
    ...(claimedName(value) === null ? ['name must be a text that is not empty'] : []),
    ...phaseFaults(on),
    ...(typeof run === 'function' ? [] : [`run must be a function, not ${kindOf(run)}`]),
    ...timeoutFaults(timeoutMs),
  ];
}

/** The hook in a claim without faults. */
export function trustClaim({ value, source }: HookClaim): CheckedHook {
  const hook = value as Hook;
  return {
    name: hook.name,
    phases: [...new Set(hook.on.flatMap((name) => resolvePhase(name) ?? []))],
    source,
    timeoutMs: hook.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    run: (context) => hook.run(context),
  };
}

function phaseFaults(on: unknown): string[] {
  if (!Array.isArray(on) || on.length === 0)
    return ["on must be a list of phases, for instance ['pre_execute']"];
  return on.flatMap((name: unknown) => {
    if (typeof name !== 'string') return [`on must hold names of phases, not ${kindOf(name)}`];
    return resolvePhase(name) === undefined ? [`unknown phase '${name}'; ${suggestPhase(name)}`] : [];
  });
}

function timeoutFaults(timeoutMs: unknown): string[] {
  const valid =
    timeoutMs === undefined ||
    (Number.isInteger(timeoutMs) && Number(timeoutMs) > 0 && Number(timeoutMs) <= MAX_TIMEOUT_MS);
  return valid ? [] : [`timeoutMs must be a whole number of milliseconds from 1 to ${MAX_TIMEOUT_MS}`];
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
