import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useEscape } from '../frame/hotkeys.js';
import { useGoneReason } from '../live/live-state.js';
import { Button } from './button.js';
import { ProblemNotice } from './problem-notice.js';
import './styles/confirm.css';

interface ConfirmProps {
  /** What will happen, with its count: "Retry 214 deliveries to billing". */
  readonly title: string;
  readonly children?: ReactNode;
  readonly action: string;
  readonly kind?: 'main' | 'danger';
  /** Label of the field for a reason; without it none is asked for. */
  readonly reasonLabel?: string;
  /** True where a reason has to be given. */
  readonly isReasonNeeded?: boolean;
  /** Why it cannot be done yet, beside the want of a reason. */
  readonly offReason?: string | null;
  /** Rejects where it failed: the box stays open with what the server said. */
  readonly act: (reason: string) => Promise<unknown>;
  readonly close: () => void;
  /** Called instead of `close` where it succeeded. */
  readonly done?: () => void;
}

/** Asks once, in the place of the button that was pressed. The field for the reason, or else the action, has the focus. */
export function Confirm({
  title,
  children,
  action,
  kind = 'main',
  reasonLabel,
  isReasonNeeded = false,
  offReason: against = null,
  act,
  close,
  done = close,
}: ConfirmProps) {
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const field = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    form.current?.querySelector<HTMLElement>('input, select, button[type=submit]')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const gone = useGoneReason();
  useEscape(close);
  const offReason = isReasonNeeded && reason.trim() === '' ? 'give a reason first' : (against ?? gone);
  const submit = () => {
    if (offReason !== null || isBusy) return;
    setBusy(true);
    setError(null);
    act(reason.trim()).then(done, (failure: unknown) => {
      setError(failure);
      setBusy(false);
    });
  };
  return (
    <form
      ref={form}
      className="confirm"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <p className="confirm-title outside-text">{title}</p>
      {children}
      {reasonLabel === undefined ? null : (
        <>
          <label htmlFor={field}>{reasonLabel}</label>
          <input
            id={field}
            value={reason}
            maxLength={2000}
            onChange={({ target }) => setReason(target.value)}
          />
        </>
      )}
      {error === null ? null : <ProblemNotice error={error} />}
      <div className="confirm-buttons">
        <Button type="submit" kind={kind} onPress={submit} offReason={offReason} isBusy={isBusy}>
          {action}
        </Button>
        <Button kind="quiet" onPress={close} hotkey="Escape">
          Keep as it is
        </Button>
      </div>
    </form>
  );
}
