import { useId } from 'react';
import { WhyOff } from './why-off.js';
import './styles/button.css';

interface ButtonProps {
  readonly children: string;
  readonly onPress: () => void;
  /** `main` is the one that a form or dialog is for; `danger` changes what cannot be taken back. */
  readonly kind?: 'plain' | 'main' | 'danger' | 'quiet';
  /** Why it cannot be pressed now; null where it can. It stays reachable, so that the reason can be read. */
  readonly offReason?: string | null;
  /** True where what stands beside it says why, so that it is told to a screen reader alone. */
  readonly isReasonSaid?: boolean;
  /** Element that says why it is off; default: a sentence after the button. */
  readonly describedBy?: string;
  /** True while what it began goes on. */
  readonly isBusy?: boolean;
  /** Key that does the same, shown in the title. */
  readonly hotkey?: string;
  /** What it acts on, for a reader who hears the button alone: `Revoke`, `the token ci`. */
  readonly about?: string;
  /** Its name, where the words on it are too short to be one. */
  readonly label?: string;
  readonly type?: 'button' | 'submit';
}

/** A button that says why it is off, instead of only being grey. */
export function Button({
  children,
  onPress,
  kind = 'plain',
  offReason = null,
  isReasonSaid = false,
  describedBy,
  isBusy = false,
  hotkey,
  about,
  label,
  type = 'button',
}: ButtonProps) {
  const id = useId();
  const isOff = offReason !== null || isBusy;
  return (
    <>
      <button
        type={type}
        className={`button button-${kind}`}
        aria-disabled={isOff}
        aria-label={label}
        aria-keyshortcuts={hotkey}
        aria-describedby={offReason === null ? undefined : (describedBy ?? id)}
        title={offReason === null && hotkey !== undefined ? `Key ${hotkey}` : undefined}
        onClick={(event) => {
          if (isOff) event.preventDefault();
          else if (type === 'button') onPress();
        }}
      >
        {children}
        {about === undefined ? null : <span className="visually-hidden"> {about}</span>}
        {isBusy ? <span className="button-busy" aria-hidden="true" /> : null}
      </button>
      {offReason === null || describedBy !== undefined ? null : (
        <WhyOff
          id={id}
          names={type === 'submit' ? [] : [children]}
          reason={offReason}
          isSaid={isReasonSaid}
        />
      )}
    </>
  );
}
