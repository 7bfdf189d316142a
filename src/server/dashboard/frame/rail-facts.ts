import type { Approval, Run, Webhook } from '../api/generated.js';
import type { Tone } from '../parts/state-pill.js';
import { needsLook } from '../screens/endpoints/endpoint-state.js';

/** A number beside the link of a screen, with what it counts. */
export interface RailCount {
  readonly count: number;
  readonly meaning: string;
  readonly tone: Tone;
}

/** What the rail says of the database. */
export interface RailFacts {
  readonly state: { readonly tone: Tone; readonly text: string };
  /** By the paths of the screens. */
  readonly counts: Readonly<Record<string, RailCount>>;
}

/** `last` is the newest run. */
export function railFacts(
  last: Pick<Run, 'state' | 'ended_at'> | undefined,
  approvals: readonly Pick<Approval, 'id'>[],
  webhooks: readonly Pick<Webhook, 'state' | 'failing_since' | 'locked'>[],
): RailFacts {
  const suffering = webhooks.filter(needsLook).length;
  return {
    state: stateOf(last, approvals.length),
    counts: {
      '/approvals': { count: approvals.length, meaning: 'waiting', tone: 'waits' },
      '/endpoints': {
        count: suffering,
        meaning: suffering === 1 ? 'needs a look' : 'need a look',
        tone: 'failed',
      },
    },
  };
}

function stateOf(last: Pick<Run, 'state' | 'ended_at'> | undefined, waiting: number): RailFacts['state'] {
  if (last?.state === 'failed' || last?.state === 'abandoned')
    return { tone: 'failed', text: `the last run is ${last.state}` };
  if (waiting > 0 || last?.state === 'paused' || last?.state === 'waiting')
    return { tone: 'waits', text: waiting > 0 ? 'waits for a decision' : `a run is ${last?.state}` };
  if (last !== undefined && last.ended_at === null)
    return { tone: 'running', text: `a run is ${last.state}` };
  return { tone: 'done', text: 'no run is under way' };
}
