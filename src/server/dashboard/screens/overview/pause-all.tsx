import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { pauseAllRuns, type Run, resumeAllRuns } from '../../api/generated.js';
import { newestRuns } from '../../api/shared-queries.js';
import { Button } from '../../parts/button.js';
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

/** Holds every run of the database, or lets them go on. */
export function PauseAll({ runs }: { readonly runs: readonly Run[] }) {
  const [isAsked, setAsked] = useState(false);
  const client = useQueryClient();
  const may = useMay('operate');
  const verb = VERBS[runs.some(({ pause }) => pause?.all === true) ? 'resume' : 'pause'];
  return (
    <div>
      <div className="screen-actions">
        <Button onPress={() => setAsked(true)} offReason={may}>
          {verb.action}
        </Button>
      </div>
      {isAsked ? (
        <Confirm
          title={verb.title}
          action={verb.action}
          reasonLabel="Reason, for the record"
          isReasonNeeded
          act={async (reason) => {
            await dataOf(verb.ask({ reason }, once()));
            await client.invalidateQueries({ queryKey: newestRuns.queryKey });
          }}
          close={() => setAsked(false)}
        />
      ) : null}
    </div>
  );
}
