import { useLiveState } from '../live/live-state.js';
import { useStaleFault } from '../live/stale-fault.js';
import { StateShape, type Tone } from '../parts/state-pill.js';

const WORDS = { connecting: 'connecting', live: 'live', quiet: 'not live', gone: 'not live' } as const;
const TONES: Record<keyof typeof WORDS, Tone> = {
  connecting: 'off',
  live: 'done',
  quiet: 'off',
  gone: 'failed',
};

/** Whether what is shown follows the server. */
export function LiveMark() {
  const stream = useLiveState();
  const fault = useStaleFault();
  // A stream stays open, and tells nothing, while the server is without its database.
  const state = fault !== null && stream === 'live' ? 'quiet' : stream;
  return (
    <span className="live-mark" role="status">
      <StateShape tone={TONES[state]} />
      {WORDS[state]}
    </span>
  );
}
