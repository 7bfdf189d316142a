import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../parts/button.js';
import { Notice } from '../parts/notice.js';
import { ProblemNotice } from '../parts/problem-notice.js';
import './sign-in.css';

interface SignInProps {
  /** Rejects where the token is refused. */
  readonly signIn: (token: string) => Promise<unknown>;
  /** Why a session that there was has ended; null at the first sight. */
  readonly endedReason: string | null;
}

/** The way in: a token, which goes to the server once and is kept by nothing on the page. */
export function SignIn({ signIn, endedReason }: SignInProps) {
  const [token, setToken] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const field = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const submit = () => {
    if (isBusy || token.trim() === '') return;
    setBusy(true);
    signIn(token.trim()).catch((failure: unknown) => {
      setError(failure);
      setBusy(false);
    });
  };
  return (
    <main className="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h1>Confiture</h1>
        {endedReason === null ? null : <Notice tone="failed" title={endedReason} />}
        <label htmlFor={field}>Token</label>
        <input
          id={field}
          ref={input}
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder="sk_live_…"
          value={token}
          onChange={({ target }) => setToken(target.value)}
        />
        {error === null ? null : <ProblemNotice error={error} />}
        <Button
          type="submit"
          kind="main"
          onPress={submit}
          isBusy={isBusy}
          offReason={token.trim() === '' ? 'paste a token first' : null}
        >
          Sign in
        </Button>
        <p className="sign-in-hint">
          A token is made by <code className="empty-command">confiture serve token create NAME</code>
        </p>
      </form>
    </main>
  );
}
