import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../../api/client.js';
import { listTokens, revokeToken, type Token } from '../../api/generated.js';
import { Actions } from '../../parts/actions.js';
import { Button } from '../../parts/button.js';
import { Confirm } from '../../parts/confirm.js';
import { Empty } from '../../parts/notice.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { Skeleton } from '../../parts/skeleton.js';
import { StatePill } from '../../parts/state-pill.js';
import { useMay } from '../../session/may.js';
import { TimeAgo } from '../../time/time-ago.js';
import { NewTokenForm } from './new-token-form.js';
import { TokensLead } from './tokens-lead.js';
import './tokens-screen.css';

/** Who may use the API. */
export function TokensScreen() {
  const may = useMay('manage');
  const [isMaking, setMaking] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ['tokens'], queryFn: () => dataOf(listTokens()) });
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>Tokens</h1>
          <p className="screen-lead">
            <TokensLead tokens={data?.data} />
          </p>
        </div>
        <Actions
          actions={[{ name: 'New token', act: () => setMaking(true), offReason: may, kind: 'main' }]}
        />
      </div>
      {isMaking ? <NewTokenForm close={() => setMaking(false)} /> : null}
      {error === null ? null : (
        <div className="screen-notice">
          <ProblemNotice error={error} retry={() => void refetch()} />
        </div>
      )}
      {data === undefined && error === null ? <Skeleton rows={4} label="the tokens" /> : null}
      {data?.data.length === 0 ? (
        <Empty title="There is no token." command="confiture serve token create NAME" />
      ) : null}
      <ul className="tokens">
        {data?.data.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
    </>
  );
}

/** When it ended, or will; one that nobody revokes may go on for ever. */
function End({ token: { state, revoked_at: revoked, expires_at: expires } }: { readonly token: Token }) {
  if (state !== 'revoked' && expires === null) return 'never ends';
  return (
    <>
      {state === 'active' ? 'ends' : 'ended'} <TimeAgo at={state === 'revoked' ? revoked : expires} />
    </>
  );
}

function TokenRow({ token }: { readonly token: Token }) {
  const client = useQueryClient();
  const may = useMay('manage');
  const [isAsked, setAsked] = useState(false);
  return (
    <li className="token">
      <span className="token-name outside-text">{token.name}</span>
      <StatePill state={token.state} />
      <span className="token-scopes">{token.scopes.join(', ')}</span>
      <span className="token-hint mono" title="Last characters of the token">
        …{token.secret_hint}
      </span>
      <span className="token-used">
        {token.last_used_at === null ? (
          'never used'
        ) : (
          <>
            used <TimeAgo at={token.last_used_at} />
          </>
        )}
      </span>
      <span className="token-end">
        <End token={token} />
      </span>
      {token.state === 'active' ? (
        <Button
          kind="danger"
          onPress={() => setAsked(true)}
          offReason={may}
          isReasonSaid
          about={`the token ${token.name}`}
        >
          Revoke
        </Button>
      ) : null}
      {isAsked ? (
        <Confirm
          title={`Revoke ${token.name}: its requests are refused from now on`}
          action="Revoke"
          kind="danger"
          act={async () => {
            await dataOf(revokeToken(token.id));
            await client.invalidateQueries({ queryKey: ['tokens'] });
          }}
          close={() => setAsked(false)}
        />
      ) : null}
    </li>
  );
}
