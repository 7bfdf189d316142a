import './styles/state-pill.css';

/**
 * What a state means to the reader; each has a shape of its own, and a colour: what goes on by itself, now or at its
 * time, is blue.
 */
export type Tone = 'done' | 'running' | 'due' | 'waits' | 'failed' | 'off';

const SHAPES: Record<Tone, string> = {
  done: 'M2 6.5 5 9.5 10 3',
  running: 'M6 1.5a4.5 4.5 0 1 1-4.5 4.5',
  due: 'M6 1.5a4.5 4.5 0 1 1-.01 0M6 3.75V6.5h2',
  waits: 'M4 2.5v7M8 2.5v7',
  failed: 'M2.5 2.5l7 7M9.5 2.5l-7 7',
  off: 'M2 6h8',
};

const TONES = new Map<string, Tone>(
  Object.entries({
    completed: 'done',
    delivered: 'done',
    applied: 'done',
    granted: 'done',
    on: 'done',
    active: 'done',
    valid: 'done',
    done: 'done',
    starting: 'running',
    running: 'running',
    validating: 'running',
    queued: 'running',
    sending: 'running',
    pausing: 'running',
    cancelling: 'running',
    held: 'waits',
    waiting: 'waits',
    paused: 'waits',
    pending: 'waits',
    interrupted: 'off',
    failed: 'failed',
    failing: 'failed',
    locked: 'failed',
    denied: 'failed',
    abandoned: 'failed',
    changed: 'failed',
    missing: 'failed',
    'switched off': 'off',
    cancelled: 'off',
    discarded: 'off',
    expired: 'off',
    revoked: 'off',
    stale: 'off',
    superseded: 'off',
  } as const),
);

export function toneOf(state: string): Tone {
  return TONES.get(state) ?? 'off';
}

interface StatePillProps {
  readonly state: string;
  readonly detail?: string | null;
  /** Default: what the state means where a person may have to act. */
  readonly tone?: Tone;
}

/** A state as a word with its shape and colour, and a detail such as a status code after it. */
export function StatePill({ state, detail, tone = toneOf(state) }: StatePillProps) {
  return (
    <span className={`pill pill-${tone}`}>
      <StateShape tone={tone} />
      {state.replaceAll('_', ' ')}
      {detail ? <span className="pill-detail mono">{detail}</span> : null}
    </span>
  );
}

export function StateShape({ tone }: { readonly tone: Tone }) {
  return (
    <svg className={`shape shape-${tone}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={SHAPES[tone]} fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
    </svg>
  );
}
