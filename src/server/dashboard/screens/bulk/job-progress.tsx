import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { cancelJob, getJob, type Job } from '../../api/generated.js';
import { Announced } from '../../parts/announced.js';
import { Button } from '../../parts/button.js';
import { Notice } from '../../parts/notice.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import type { Tone } from '../../parts/state-pill.js';
import { useMay } from '../../session/may.js';
import { jobTitle } from './job-title.js';

const WATCH_MS = 1_000;
const TONES: Record<Job['state'], Tone> = {
  queued: 'due',
  running: 'running',
  completed: 'done',
  cancelled: 'off',
  failed: 'failed',
};

/** How far a bulk action is, with a way to stop it; then what came of it. */
export function JobProgress({ id, close }: { readonly id: string; readonly close: () => void }) {
  const client = useQueryClient();
  const may = useMay('operate');
  const [refused, setRefused] = useState<unknown>(null);
  const { data: job, error } = useQuery({
    queryKey: ['job', id],
    queryFn: () => dataOf(getJob(id)),
    refetchInterval: ({ state }) => (state.data?.ended_at == null ? WATCH_MS : false),
  });
  const isOver = job !== undefined && job.ended_at !== null;
  useEffect(() => {
    if (!isOver) return;
    for (const key of ['deliveries', 'events', 'event', 'statistics'])
      void client.invalidateQueries({ queryKey: [key] });
  }, [isOver, client]);
  const stop = () => {
    setRefused(null);
    dataOf(cancelJob(id, once()))
      .catch(setRefused)
      .finally(() => void client.invalidateQueries({ queryKey: ['job', id] }));
  };
  if (job === undefined)
    return error === null ? null : (
      <div className="screen-notice">
        <ProblemNotice error={error} />
        <Button onPress={close}>Close</Button>
      </div>
    );
  return (
    <section className="screen-notice" aria-label="Progress">
      <Announced text={isOver ? `${jobTitle(job)}.` : ''} />
      <Notice tone={TONES[job.state]} title={jobTitle(job)}>
        {isOver ? null : (
          <progress max={Math.max(job.total, 1)} value={job.changed} aria-label="Done so far" />
        )}
        {job.error === null ? null : <p className="outside-text">{job.error}</p>}
        <p>{meaningOf(job)}</p>
        {refused === null ? null : <ProblemNotice error={refused} />}
        {isOver ? (
          <Button onPress={close}>Close</Button>
        ) : (
          <Button onPress={stop} offReason={may}>
            Stop
          </Button>
        )}
      </Notice>
    </section>
  );
}

function meaningOf({ kind, state }: Job) {
  if (state === 'queued')
    return (
      <>
        It waits for a worker. Where none runs, start one: <code>confiture worker</code>
      </>
    );
  if (state === 'running') return 'The page may be left: the workers go on.';
  if (state === 'failed') return 'What has been done stays done. Ask for the rest again.';
  if (kind === 'discard') return 'They stay visible, and are not sent.';
  return 'They are sent when nothing newer is due; each says by itself what came of it.';
}
