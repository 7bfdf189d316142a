import { nearest } from '../../text/nearest.js';
import { type HookPhase, hookPhaseAliases, hookPhases } from './hook.js';

const phases = Object.keys(hookPhases) as HookPhase[];
const names = new Map<string, HookPhase>([
  ...phases.map((phase) => [phase, phase] as const),
  ...Object.entries(hookPhaseAliases),
]);

/** The phase `name` stands for, Python names included; undefined where it is none. */
export function resolvePhase(name: string): HookPhase | undefined {
  return names.get(name);
}

/** What to tell someone who wrote a phase that does not exist. */
export function suggestPhase(name: string): string {
  const guess = nearest(name, [...names.keys()]);
  return guess === undefined ? `phases are ${phases.join(', ')}` : `did you mean '${guess}'?`;
}
