import { type ReactNode, useRef } from 'react';
import { sentence } from '../api/sentence.js';
import { useGoneReason } from '../live/live-state.js';
import './styles/button.css';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** `main` is the one that a form or dialog is for; `danger` changes what cannot be taken back. */
  readonly kind?: 'plain' | 'main' | 'danger' | 'quiet';
  /** Why it cannot be pressed now; null where it can. It stays reachable, so that the reason can be read. */
  readonly offReason?: string | null;
  /** True while what it began goes on. */
  readonly isBusy?: boolean;
  /** Key that does the same, shown in the title. */
  readonly hotkey?: string;
  readonly label?: string;
  readonly type?: 'button' | 'submit';
}

/** A button that says why it is off, instead of only being grey. */
export function Button({
  children,
  onPress,
  kind = 'plain',
  offReason = null,
  isBusy = false,
  hotkey,
  label,
  type = 'button',
}: ButtonProps) {
  const isOff = offReason !== null || isBusy;
  return (
    <button
      type={type}
      className={`button button-${kind}`}
      aria-disabled={isOff}
      aria-label={label}
      aria-keyshortcuts={hotkey}
      title={offReason ?? (hotkey === undefined ? undefined : `Key ${hotkey}`)}
      onClick={(event) => {
        if (isOff) event.preventDefault();
        else if (type === 'button') onPress();
      }}
    >
      {children}
      {isBusy ? <span className="button-busy" aria-hidden="true" /> : null}
      {offReason === null ? null : <span className="visually-hidden">. Off: {offReason}</span>}
    </button>
  );
}

/**
 * The reason that the title of a button tells a pointer alone, for all. That the server is gone the frame says: here
 * stays what was said before, so that nothing moves.
 */
export function WhyOff({ reason }: { readonly reason: string | null }) {
  const gone = useGoneReason();
  const said = useRef(gone === null ? reason : null);
  if (gone === null) said.current = reason;
  return said.current === null ? null : <p className="why-off outside-text">{sentence(said.current)}</p>;
}
