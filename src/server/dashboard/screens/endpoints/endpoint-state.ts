import type { Webhook } from '../../api/generated.js';

const WORDS: Record<Webhook['state'], string> = { enabled: 'on', disabled: 'switched off' };

/** State of an endpoint in the words of the command line: one whose deliveries fail is failing. */
export function endpointState({
  state,
  failing_since: failing,
  locked,
}: Pick<Webhook, 'state' | 'failing_since' | 'locked'>): string {
  if (locked !== null) return 'locked';
  return state === 'enabled' && failing !== null ? 'failing' : WORDS[state];
}

/** True of an endpoint that gets nothing now, or whose deliveries fail. */
export function needsLook(endpoint: Pick<Webhook, 'state' | 'failing_since' | 'locked'>): boolean {
  return endpointState(endpoint) !== WORDS.enabled;
}
