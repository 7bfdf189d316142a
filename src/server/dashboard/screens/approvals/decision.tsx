import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { type ApprovalDetail, denyApproval, grantApproval, revokeApproval } from '../../api/generated.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { useLiveState } from '../../live/live-state.js';
import { Button } from '../../parts/button.js';
import { Confirm } from '../../parts/confirm.js';
import { useMay } from '../../session/may.js';

const VERBS = {
  grant: { title: 'Grant: the run may do what stands below', action: 'Grant', needsComment: false },
  deny: { title: 'Deny: this plan does not run', action: 'Deny', needsComment: true },
  revoke: { title: 'Take the decision back', action: 'Revoke', needsComment: false },
} as const;

type Verb = keyof typeof VERBS;

/** Grant, deny and revoke; what cannot be done is off and says why, in the words of the server. */
export function Decision({ approval }: { readonly approval: ApprovalDetail }) {
  const client = useQueryClient();
  const may = useMay('approve');
  const live = useLiveState();
  const [asked, setAsked] = useState<Verb | null>(null);
  const { id, plan_hash: planHash, refusals } = approval;
  const off = (verb: Verb) =>
    may ?? refusals[verb] ?? (live === 'gone' ? 'the server does not answer' : null);
  const ask = (verb: Verb) => off(verb) === null && setAsked(verb);
  useHotkeys({ y: () => ask('grant'), n: () => ask('deny') });
  const decide = async (verb: Verb, comment: string) => {
    const decision = { plan_hash: planHash, ...(comment !== '' && { comment }) };
    try {
      if (verb === 'grant') await dataOf(grantApproval(id, decision, once()));
      else if (verb === 'revoke') await dataOf(revokeApproval(id, decision, once()));
      else await dataOf(denyApproval(id, { ...decision, comment }, once()));
    } finally {
      // A refusal too says that it is not what was looked at.
      void client.invalidateQueries({ queryKey: ['approval', id] });
    }
  };
  return (
    <div>
      <div className="screen-actions">
        <Button kind="main" onPress={() => ask('grant')} offReason={off('grant')} hotkey="y">
          Grant
        </Button>
        <Button kind="danger" onPress={() => ask('deny')} offReason={off('deny')} hotkey="n">
          Deny
        </Button>
        <Button onPress={() => ask('revoke')} offReason={off('revoke')}>
          Revoke
        </Button>
      </div>
      <WhyOff may={may} grant={approval.state === 'pending' ? refusals.grant : null} />
      {asked === null ? null : (
        <Confirm
          title={VERBS[asked].title}
          action={VERBS[asked].action}
          kind={asked === 'grant' ? 'main' : 'danger'}
          reasonLabel={VERBS[asked].needsComment ? 'Comment' : 'Comment, if you like'}
          isReasonNeeded={VERBS[asked].needsComment}
          act={(comment) => decide(asked, comment)}
          close={() => setAsked(null)}
        />
      )}
    </div>
  );
}

/** The reason that a title of a button tells a pointer alone, for all; of what is decided, the screen tells below. */
function WhyOff({ may, grant }: { readonly may: string | null; readonly grant: string | null }) {
  if (may !== null) return <p className="why-off">To decide {may.replace('needs', 'you need')}.</p>;
  return grant === null ? null : <p className="why-off outside-text">No grant: {grant}.</p>;
}
