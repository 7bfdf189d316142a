import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useEscape } from '../../frame/hotkeys.js';
import { Button } from '../button.js';
import { ProblemNotice } from '../problem-notice.js';
import '../styles/entry-form.css';

interface EntryFormProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly action: string;
  /** Why it cannot be sent yet; null where it can. */
  readonly offReason: string | null;
  /** Rejects where it failed: the form stays with what was typed, and says what the server said. */
  readonly submit: () => Promise<unknown>;
  readonly close: () => void;
}

/** A form in the place where it was asked for. Its first field has the focus, and Escape closes it. */
export function EntryForm({ label, children, action, offReason, submit, close }: EntryFormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEscape(close);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const before = document.activeElement;
    form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const send = () => {
    if (offReason !== null || isBusy) return;
    setBusy(true);
    setError(null);
    submit()
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <form
      ref={form}
      className="confirm entry-form"
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <h2>{label}</h2>
      {children}
      {error === null ? null : <ProblemNotice error={error} />}
      <div className="confirm-buttons">
        <Button type="submit" kind="main" onPress={send} offReason={offReason} isBusy={isBusy}>
          {action}
        </Button>
        <Button kind="quiet" onPress={close} hotkey="Escape">
          Close
        </Button>
      </div>
    </form>
  );
}
