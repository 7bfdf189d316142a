import { useLiveState } from '../live/live-state.js';
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
  const state = useLiveState();
  return (
    <span className="live-mark" role="status">
      <StateShape tone={TONES[state]} />
      {WORDS[state]}
    </span>
  );
}
