import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { dataOf, once } from '../../api/client.js';
import {
  type ApprovalDetail,
  denyApproval,
  getApproval,
  grantApproval,
  revokeApproval,
} from '../../api/generated.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { Button } from '../../parts/button.js';
import { Confirm } from '../../parts/confirm.js';
import { Facts } from '../../parts/facts.js';
import { MissingScreen } from '../../parts/missing-screen.js';
import { Notice } from '../../parts/notice.js';
import { StatePill } from '../../parts/state-pill.js';
import { useMay } from '../../session/may.js';
import { TimeAgo } from '../../time/time-ago.js';
import { PlannedMigrationView } from '../migrations/planned-migration.js';

/** A plan that waits for a decision: what it would do, who has decided, how long there is. */
export function ApprovalScreen({ id }: { readonly id: string }) {
  const {
    data: approval,
    error,
    refetch,
  } = useQuery({
    queryKey: ['approval', id],
    queryFn: () => dataOf(getApproval(id)),
    refetchInterval: 5_000,
  });
  if (approval === undefined)
    return (
      <MissingScreen
        what="approval"
        error={error}
        retry={() => void refetch()}
        list={{ href: '/approvals', title: 'All approvals' }}
      />
    );
  const { phase, changed } = approval;
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>
            <StatePill state={approval.state} />{' '}
            {approval.direction === 'up' ? 'Approval of a run' : 'Approval of a rollback'}
          </h1>
          <p className="screen-lead outside-text">{approval.reasons.join(' ')}</p>
        </div>
        <Decision approval={approval} />
      </div>
      {changed.length === 0 ? null : (
        <div className="screen-notice">
          <Notice
            tone="waits"
            title="The files are no longer what is asked for; a grant would not serve them."
            isUrgent
          >
            <ul>
              {changed.map((sentence) => (
                <li key={sentence} className="outside-text">
                  {sentence}
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      <Facts
        facts={{
          'Asked by': <span className="outside-text">{approval.requested_by}</span>,
          Asked: <TimeAgo at={approval.created_at} />,
          Expires: approval.state === 'pending' ? <TimeAgo at={approval.expires_at} /> : null,
          Grants: `${approval.granted_count} of ${approval.required_count}`,
          'May decide': approval.approvers.length === 0 ? 'everybody' : approval.approvers.join(', '),
          'Before phase': phase === null ? null : `${phase.phase} of ${phase.version}`,
          Run:
            approval.run_id === null ? null : (
              <Link href={`/runs/${approval.run_id}`}>{approval.run_id}</Link>
            ),
        }}
      />
      <Decisions approval={approval} />
      {approval.plan.map((planned) => (
        <PlannedMigrationView key={planned.version} planned={planned} />
      ))}
    </>
  );
}

function Decisions({ approval: { decisions } }: { readonly approval: ApprovalDetail }) {
  if (decisions.length === 0) return null;
  return (
    <section className="event-part" aria-label="Decisions">
      <h2>Decisions</h2>
      <ul>
        {decisions.map(({ verb, actor, comment, decided_at: at }) => (
          <li key={`${actor} ${at}`} className="outside-text">
            {actor}: {verb} <TimeAgo at={at} />
            {comment === null ? '' : `: ${comment}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

const VERBS = {
  grant: {
    title: 'Grant: the run may do what stands below',
    action: 'Grant',
    needsComment: false,
    fits: ['pending'],
  },
  deny: {
    title: 'Deny: this plan does not run',
    action: 'Deny',
    needsComment: true,
    fits: ['pending', 'granted'],
  },
  revoke: {
    title: 'Take the grant back',
    action: 'Revoke',
    needsComment: false,
    fits: ['pending', 'granted'],
  },
} as const;

type Verb = keyof typeof VERBS;

function Decision({ approval }: { readonly approval: ApprovalDetail }) {
  const client = useQueryClient();
  const may = useMay('approve');
  const [asked, setAsked] = useState<Verb | null>(null);
  const offReason = (verb: Verb): string | null => {
    const fits: readonly string[] = VERBS[verb].fits;
    return fits.includes(approval.state) ? may : `the approval is ${approval.state}`;
  };
  const ask = (verb: Verb) => offReason(verb) === null && setAsked(verb);
  useHotkeys({ y: () => ask('grant'), n: () => ask('deny') });
  const { id, plan_hash: planHash } = approval;
  return (
    <>
      <div className="screen-actions">
        <Button kind="main" onPress={() => ask('grant')} offReason={offReason('grant')} hotkey="y">
          Grant
        </Button>
        <Button kind="danger" onPress={() => ask('deny')} offReason={offReason('deny')} hotkey="n">
          Deny
        </Button>
        <Button onPress={() => ask('revoke')} offReason={offReason('revoke')}>
          Revoke
        </Button>
      </div>
      {asked === null ? null : (
        <Confirm
          title={VERBS[asked].title}
          action={VERBS[asked].action}
          kind={asked === 'grant' ? 'main' : 'danger'}
          reasonLabel={VERBS[asked].needsComment ? 'Comment' : 'Comment, if you like'}
          isReasonNeeded={VERBS[asked].needsComment}
          act={async (comment) => {
            const decision = { plan_hash: planHash, ...(comment !== '' && { comment }) };
            if (asked === 'grant') await dataOf(grantApproval(id, decision, once()));
            else if (asked === 'revoke') await dataOf(revokeApproval(id, decision, once()));
            else await dataOf(denyApproval(id, { ...decision, comment }, once()));
            await client.invalidateQueries({ queryKey: ['approval', id] });
          }}
          close={() => setAsked(null)}
        />
      )}
    </>
  );
}
