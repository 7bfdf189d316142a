import { type ReactNode, useState } from 'react';
import { JobProgress } from './job-progress.js';
import { useJob } from './use-job.js';

/** What a question before a bulk action is given: told of the job that was begun, and that it was left as it is. */
export interface BulkQuestion {
  readonly started: (job: string) => void;
  readonly close: () => void;
}

interface Bulk extends BulkQuestion {
  readonly isAsked: boolean;
  readonly ask: () => void;
  readonly job: string | null;
  readonly leave: () => void;
}

/** Where a bulk action of a screen stands: asked for, or at work as a job that the URL holds. */
export function useBulk(): Bulk {
  const [isAsked, setAsked] = useState(false);
  const [job, setJob] = useJob();
  return {
    isAsked,
    ask: () => setAsked(true),
    close: () => setAsked(false),
    job,
    started: (id) => {
      setAsked(false);
      setJob(id);
    },
    leave: () => setJob(null),
  };
}

/** The question before a bulk action, then its progress. */
export function BulkSteps({
  bulk: { isAsked, started, close, job, leave },
  question,
}: {
  readonly bulk: Bulk;
  readonly question: (asked: BulkQuestion) => ReactNode;
}) {
  return (
    <>
      {isAsked ? question({ started, close }) : null}
      {job === null ? null : <JobProgress id={job} close={leave} />}
    </>
  );
}
