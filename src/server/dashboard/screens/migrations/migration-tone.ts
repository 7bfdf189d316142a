import { type Tone, toneOf } from '../../parts/state-pill.js';

/** What the state of a migration means: one that is pending waits for its run, not for a decision. */
export function migrationTone(state: string): Tone {
  return state === 'pending' ? 'off' : toneOf(state);
}
