import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { createToken } from '../../api/generated.js';
import type { TokenScope } from '../../api/token-scope.js';
import { Button } from '../../parts/button.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { ShownOnce } from '../../parts/shown-once.js';

const SCOPES: readonly (readonly [TokenScope, string])[] = [
  ['read', 'look'],
  ['manage', 'change endpoints and tokens'],
  ['operate', 'steer runs and deliveries'],
  ['approve', 'decide on approvals'],
  ['author', 'write migration files'],
];

/** Makes a token, and shows its text once. */
export function NewTokenForm({ close }: { readonly close: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly TokenScope[]>(['read']);
  const [days, setDays] = useState('90');
  const [secret, setSecret] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [nameField, daysField] = [useId(), useId()];
  if (secret !== null) return <ShownOnce what={`The token ${name}`} secret={secret} close={close} />;
  const submit = () => {
    dataOf(
      createToken(
        { name: name.trim(), scopes: [...scopes], expires_in_days: days === '' ? null : Number(days) },
        once(),
      ),
    ).then(async (made) => {
      setSecret(made.secret);
      await client.invalidateQueries({ queryKey: ['tokens'] });
    }, setError);
  };
  return (
    <form
      className="confirm screen-form"
      aria-label="New token"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor={nameField}>Name of the program or person</label>
      <input id={nameField} value={name} onChange={({ target }) => setName(target.value)} />
      <fieldset>
        <legend>It may</legend>
        {SCOPES.map(([scope, meaning]) => (
          <label key={scope} className="check">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
              }
            />
            {scope}: {meaning}
          </label>
        ))}
      </fieldset>
      <label htmlFor={daysField}>Days until it expires, empty for never</label>
      <input
        id={daysField}
        inputMode="numeric"
        value={days}
        onChange={({ target }) => setDays(target.value)}
      />
      {error === null ? null : <ProblemNotice error={error} />}
      <div className="confirm-buttons">
        <Button
          type="submit"
          kind="main"
          onPress={submit}
          offReason={name.trim() === '' ? 'give it a name first' : null}
        >
          Make the token
        </Button>
        <Button kind="quiet" onPress={close}>
          Close
        </Button>
      </div>
    </form>
  );
}
