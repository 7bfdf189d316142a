import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { getPauseOfAllRuns, pauseAllRuns, resumeAllRuns } from '../../api/generated.js';
import { newestRuns } from '../../api/shared-queries.js';
import { Actions } from '../../parts/actions.js';
import { Confirm } from '../../parts/confirm.js';
import { useMay } from '../../session/may.js';

const VERBS = {
  pause: {
    ask: pauseAllRuns,
    action: 'Pause all runs',
    title: 'Pause all runs of this database at their next safe points, and those that start later',
  },
  resume: {
    ask: resumeAllRuns,
    action: 'Resume all runs',
    title: 'Let all runs go on that are held together',
  },
} as const;

const KEY = ['pause of all runs'];
const POLL_MS = 5_000;
const NOT_KNOWN = 'whether runs are held is not known yet';

/** Holds every run of the database, or lets them go on. */
export function PauseAll() {
  /** The one of the question, which stays until it is closed. */
  const [asked, setAsked] = useState<keyof typeof VERBS | null>(null);
  const client = useQueryClient();
  const may = useMay('operate');
  const { data: held } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await dataOf(getPauseOfAllRuns())).pause,
    refetchInterval: POLL_MS,
  });
  const fitting = held ? 'resume' : 'pause';
  const question = asked && VERBS[asked];
  return (
    <div>
      <Actions
        actions={[
          {
            name: VERBS[fitting].action,
            act: () => setAsked(fitting),
            offReason: may ?? (held === undefined ? NOT_KNOWN : null),
          },
        ]}
        isSaid={held === undefined}
      />
      {held ? (
        <p className="screen-lead outside-text">
          {`All runs are held by ${held.actor}${held.reason === null ? '' : `: ${held.reason}`}`}
        </p>
      ) : null}
      {question ? (
        <Confirm
          title={question.title}
          action={question.action}
          reasonLabel="Reason, for the record"
          isReasonNeeded
          act={async (reason) => {
            await dataOf(question.ask({ reason }, once()));
            await Promise.all(
              [KEY, newestRuns.queryKey].map((queryKey) => client.invalidateQueries({ queryKey })),
            );
          }}
          close={() => setAsked(null)}
        />
      ) : null}
    </div>
  );
}
