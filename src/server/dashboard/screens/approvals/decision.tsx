import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { type ApprovalDetail, denyApproval, grantApproval, revokeApproval } from '../../api/generated.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { Actions } from '../../parts/actions.js';
import { Confirm } from '../../parts/confirm.js';
import { useOffReason } from '../../session/may.js';

const VERBS = {
  grant: { action: 'Grant', needsComment: false },
  deny: { action: 'Deny', needsComment: true },
  revoke: { action: 'Revoke', needsComment: false },
} as const;

type Verb = keyof typeof VERBS;

const LOOKS = {
  grant: { kind: 'main', hotkey: 'y' },
  deny: { kind: 'danger', hotkey: 'n' },
  revoke: {},
} as const;

/** The question, with the count of statements that it is about. */
function titleOf(verb: Verb, approval: ApprovalDetail): string {
  if (verb === 'revoke') return 'Take the decision back';
  const run = approval.direction === 'up' ? 'run' : 'rollback';
  return verb === 'grant'
    ? `Grant: the ${run} may do ${extentOf(approval)}`
    : `Deny: the ${run} may not do ${extentOf(approval)}`;
}

/** `2 statements of 043_forget_old_orders`, or the phase that a run has stopped before. */
function extentOf({ plan, phase }: ApprovalDetail): string {
  if (phase !== null) return `phase ${phase.phase} of ${phase.version}`;
  const count = plan.reduce((sum, { statements }) => sum + statements.length, 0);
  const of = plan.length === 1 ? plan[0]?.name : `${plan.length} migrations`;
  return `${count} ${count === 1 ? 'statement' : 'statements'} of ${of}`;
}

/** What is decided, for a reader who hears a button alone. */
const ABOUT = 'the plan of this approval';

/** What has its place in which state of an approval; in others there is nothing to decide. */
const VERBS_OF: Readonly<Partial<Record<ApprovalDetail['state'], readonly Verb[]>>> = {
  pending: ['grant', 'deny'],
  granted: ['revoke'],
  denied: ['revoke'],
};

/** Grant, deny and revoke; what may not be done is off and says why, in the words of the server. */
export function Decision({ approval }: { readonly approval: ApprovalDetail }) {
  const client = useQueryClient();
  const offReasonOf = useOffReason('approve');
  const [asked, setAsked] = useState<Verb | null>(null);
  const { id, plan_hash: planHash, refusals, state } = approval;
  const verbs = VERBS_OF[state] ?? [];
  const off = (verb: Verb) => offReasonOf(refusals[verb]);
  const ask = (verb: Verb) => verbs.includes(verb) && off(verb) === null && setAsked(verb);
  useHotkeys({ y: () => ask('grant'), n: () => ask('deny') });
  const action = (verb: Verb) => ({
    ...LOOKS[verb],
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
  const buttons = useRef<HTMLDivElement>(null);
  const before = useRef(state);
  // The button that was pressed is gone with the state that it fitted: who works by keyboard goes on at the next one.
  useEffect(() => {
    if (before.current !== state && document.activeElement === document.body)
      buttons.current?.querySelector('button')?.focus();
    before.current = state;
  }, [state]);
  return (
    <div ref={buttons}>
      <Actions actions={verbs.map(action)} />
      {asked === null ? null : (
        <Confirm
          title={titleOf(asked, approval)}
          action={VERBS[asked].action}
          kind={asked === 'grant' ? 'main' : 'danger'}
          reasonLabel={VERBS[asked].needsComment ? 'Reason, for the record' : 'Comment, if you like'}
          isReasonNeeded={VERBS[asked].needsComment}
          act={(comment) => decide(asked, comment)}
          close={() => setAsked(null)}
        />
      )}
    </div>
  );
}
