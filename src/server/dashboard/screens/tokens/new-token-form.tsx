import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { createToken } from '../../api/generated.js';
import type { TokenScope } from '../../api/token-scope.js';
import { GONE_REASON } from '../../live/live-state.js';
import { EntryForm } from '../../parts/forms/entry-form.js';
import { TextField } from '../../parts/forms/text-field.js';
import { ShownOnce } from '../../parts/shown-once.js';
import { useMay } from '../../session/may.js';

const SCOPES: readonly (readonly [scope: TokenScope, meaning: string])[] = [
  ['read', 'look at everything'],
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
  if (secret !== null) return <ShownOnce what={`The token “${name}”`} secret={secret} close={close} />;
  return (
    <EntryForm
      label="New token"
      action="Make the token"
      offReason={offReasonOf(name, scopes, days)}
      submit={async () => {
        const expiry = days.trim() === '' ? null : Number(days);
        const made = await dataOf(
          createToken({ name: name.trim(), scopes: [...scopes], expires_in_days: expiry }, once()),
        );
        setSecret(made.secret);
        await client.invalidateQueries({ queryKey: ['tokens'] });
      }}
      close={close}
    >
      <TextField label="Name of the program or person" value={name} set={setName} />
      <fieldset className="scopes">
        <legend>It may</legend>
        {SCOPES.map(([scope, meaning]) => (
          <ScopeBox
            key={scope}
            scope={scope}
            meaning={meaning}
            isChosen={scopes.includes(scope)}
            choose={(isChosen) =>
              setScopes(isChosen ? [...scopes, scope] : scopes.filter((other) => other !== scope))
            }
          />
        ))}
      </fieldset>
      <TextField label="Days until it ends" value={days} set={setDays} hint="Empty for never." />
    </EntryForm>
  );
}

/** One scope; what the session has not it cannot give. */
function ScopeBox({
  scope,
  meaning,
  isChosen,
  choose,
}: {
  readonly scope: TokenScope;
  readonly meaning: string;
  readonly isChosen: boolean;
  readonly choose: (isChosen: boolean) => void;
}) {
  const may = useMay(scope);
  const lacks = may !== null && may !== GONE_REASON;
  return (
    <label className={`check${lacks ? ' check-off' : ''}`}>
      <input
        type="checkbox"
        checked={isChosen}
        disabled={lacks}
        onChange={({ target }) => choose(target.checked)}
      />
      {scope}: {meaning}
      {lacks ? ' (your token lacks it)' : null}
    </label>
  );
}

function offReasonOf(name: string, scopes: readonly TokenScope[], days: string): string | null {
  if (name.trim() === '') return 'give it a name first';
  if (scopes.length === 0) return 'choose what it may do first';
  return /^\s*\d*\s*$/.test(days) ? null : 'write the days as a whole number';
}
