import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { type ApprovalDetail, getApproval } from '../../api/generated.js';
import { Announced } from '../../parts/announced.js';
import { Facts } from '../../parts/facts.js';
import { isNoMore, MissingScreen } from '../../parts/missing-screen.js';
import { StatePill } from '../../parts/state-pill.js';
import { TimeAgo } from '../../time/time-ago.js';
import { TimeLeft } from '../../time/time-left.js';
import { PlannedMigrationView } from '../migrations/planned-migration.js';
import { Decision } from './decision.js';
import { StaleNotice } from './stale-notice.js';

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
  if (approval === undefined || isNoMore(error))
    return (
      <MissingScreen
        what="approval"
        error={error}
        retry={() => void refetch()}
        list={{ href: '/approvals', title: 'All approvals' }}
      />
    );
  const { phase } = approval;
  const isOpen = ['pending', 'granted'].includes(approval.state);
  return (
    <>
      <Announced text={`The approval is ${approval.state}.`} />
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
      <StaleNotice approval={approval} />
      <Facts
        facts={{
          'Asked by': <span className="outside-text">{approval.requested_by}</span>,
          Asked: <TimeAgo at={approval.created_at} />,
          Expires: isOpen ? <TimeLeft at={approval.expires_at} seconds={approval.seconds_left} /> : null,
          Grants: `${approval.granted_count} of ${approval.required_count}`,
          'May decide': decidersOf(approval),
          'Before phase': phase === null ? null : `${phase.phase} of ${phase.version}`,
          Run:
            approval.run_id === null ? null : (
              <Link href={`/runs/${approval.run_id}`}>{approval.run_id}</Link>
            ),
        }}
      />
      <Decisions approval={approval} />
      {approval.plan.map((planned) => (
        <PlannedMigrationView
          key={planned.version}
          planned={planned}
          isWaiting={approval.state === 'pending'}
        />
      ))}
    </>
  );
}

function decidersOf({ approvers, forbid_self }: ApprovalDetail): string {
  const all = approvers.length === 0 ? 'everybody' : approvers.join(', ');
  return forbid_self ? `${all}, but not on a plan of their own` : all;
}

const PAST = { grant: 'granted it', deny: 'denied it', revoke: 'took the decision back' } as const;

function Decisions({ approval: { decisions } }: { readonly approval: ApprovalDetail }) {
  if (decisions.length === 0) return null;
  return (
    <section className="event-part" aria-label="Decisions">
      <h2>Decisions</h2>
      <ul>
        {decisions.map(({ verb, actor, comment, decided_at: at }) => (
          <li key={`${actor} ${at}`} className="outside-text">
            {actor} {PAST[verb]} <TimeAgo at={at} />
            {comment === null ? '' : `: ${comment}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
