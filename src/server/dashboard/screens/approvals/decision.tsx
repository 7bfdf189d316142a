import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { type ApprovalDetail, denyApproval, grantApproval, revokeApproval } from '../../api/generated.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { Actions } from '../../parts/actions.js';
import { Confirm } from '../../parts/confirm.js';
import { useOffReason } from '../../session/may.js';

const VERBS = {
  grant: { title: 'Grant: the run may do what stands below', action: 'Grant', needsComment: false },
  deny: { title: 'Deny: this plan does not run', action: 'Deny', needsComment: true },
  revoke: { title: 'Take the decision back', action: 'Revoke', needsComment: false },
} as const;

type Verb = keyof typeof VERBS;

/** What is decided, for a reader who hears a button alone. */
const ABOUT = 'the plan of this approval';

/** Grant, deny and revoke; what cannot be done is off and says why, in the words of the server. */
export function Decision({ approval }: { readonly approval: ApprovalDetail }) {
  const client = useQueryClient();
  const offReasonOf = useOffReason('approve');
  const [asked, setAsked] = useState<Verb | null>(null);
  const { id, plan_hash: planHash, refusals } = approval;
  const off = (verb: Verb) => offReasonOf(refusals[verb]);
  const ask = (verb: Verb) => off(verb) === null && setAsked(verb);
  useHotkeys({ y: () => ask('grant'), n: () => ask('deny') });
  const action = (verb: Verb) => ({
    name: VERBS[verb].action,
    act: () => ask(verb),
    offReason: off(verb),
    about: ABOUT,
  });
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
      <Actions
        actions={[
          { ...action('grant'), kind: 'main', hotkey: 'y' },
          { ...action('deny'), kind: 'danger', hotkey: 'n' },
          action('revoke'),
        ]}
        isSaid={approval.state !== 'pending'}
      />
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
