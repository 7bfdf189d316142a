import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { cancelRun, pauseRun, type RunDetail, resumeRun } from '../../api/generated.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { Actions } from '../../parts/actions.js';
import { Confirm } from '../../parts/confirm.js';
import { CopyButton } from '../../parts/copy-button.js';
import { useOffReason } from '../../session/may.js';
import { runMarkdown } from './run-markdown.js';

const VERBS = {
  pause: {
    ask: pauseRun,
    action: 'Pause',
    title: 'Pause the run at its next safe point',
    fits: ['queued', 'starting', 'running', 'waiting'],
  },
  resume: { ask: resumeRun, action: 'Resume', title: 'Let the run go on', fits: ['pausing', 'paused'] },
  cancel: {
    ask: cancelRun,
    action: 'Cancel the run',
    title: 'Cancel the run: what it is at is rolled back',
    fits: ['queued', 'starting', 'running', 'waiting', 'pausing', 'paused'],
  },
} as const;

type Verb = keyof typeof VERBS;

/** What can be done with a run; each verb asks for its reason in place. */
export function RunActions({ run }: { readonly run: RunDetail }) {
  const [asked, setAsked] = useState<Verb | null>(null);
  const client = useQueryClient();
  const offReasonOf = useOffReason('operate');
  const offReason = (verb: Verb): string | null => {
    const fits: readonly string[] = VERBS[verb].fits;
    return offReasonOf(fits.includes(run.state) ? null : `the run is ${run.state}`);
  };
  const ask = (verb: Verb) => offReason(verb) === null && setAsked(verb);
  const action = (verb: Verb) => ({ act: () => ask(verb), offReason: offReason(verb), about: 'the run' });
  useHotkeys({ p: () => ask('pause'), u: () => ask('resume'), x: () => ask('cancel') });
  const verb = asked === null ? null : VERBS[asked];
  // With a run that is over nothing can be done: its buttons would be off for ever.
  const isOver = run.ended_at !== null || run.state === 'abandoned';
  return (
    <div>
      <Actions
        actions={
          isOver
            ? []
            : [
                { ...action('pause'), name: 'Pause', hotkey: 'p' },
                { ...action('resume'), name: 'Resume', hotkey: 'u' },
                { ...action('cancel'), name: 'Cancel', hotkey: 'x', kind: 'danger' },
              ]
        }
      >
        <CopyButton text={() => runMarkdown(run)}>Copy as Markdown</CopyButton>
      </Actions>
      {verb === null ? null : (
        <Confirm
          title={verb.title}
          action={verb.action}
          kind={asked === 'cancel' ? 'danger' : 'main'}
          reasonLabel="Reason, for the record"
          isReasonNeeded
          act={async (reason) => {
            await dataOf(verb.ask(run.run_id, { reason }, once()));
            await client.invalidateQueries({ queryKey: ['run', run.run_id] });
          }}
          close={() => setAsked(null)}
        />
      )}
    </div>
  );
}
