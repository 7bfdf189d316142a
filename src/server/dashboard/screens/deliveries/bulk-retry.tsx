import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { cancelJob, type DeliveryFilter, getJob, retryDeliveries } from '../../api/generated.js';
import { Button } from '../../parts/button.js';
import { Confirm } from '../../parts/confirm.js';
import { Notice } from '../../parts/notice.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { TimeAgo } from '../../time/time-ago.js';

/** Retries all deliveries of a filter: first how many there are, then how far the work is, with a way to stop it. */
export function BulkRetry({
  filter,
  close,
}: {
  readonly filter: DeliveryFilter;
  readonly close: () => void;
}) {
  const [job, setJob] = useState<string | null>(null);
  const { data: counted, error } = useQuery({
    queryKey: ['bulk-count', filter],
    queryFn: () => dataOf(retryDeliveries({ filter, dry_run: true }, once())),
    staleTime: 0,
  });
  if (job !== null) return <BulkProgress id={job} close={close} />;
  if (error !== null) return <ProblemNotice error={error} />;
  if (counted === undefined || !('count' in counted)) return <p className="screen-notice">Counting …</p>;
  if (counted.count === 0)
    return (
      <div className="screen-notice">
        <Notice tone="off" title="Nothing of this filter has failed.">
          <Button onPress={close}>Close</Button>
        </Notice>
      </div>
    );
  const endpoints = counted.endpoints.map(({ endpoint, count }) => `${endpoint} (${count})`).join(', ');
  return (
    <div className="screen-notice">
      <Confirm
        title={`Retry ${counted.count.toLocaleString('en')} deliveries to ${endpoints}`}
        action={`Retry ${counted.count.toLocaleString('en')}`}
        act={async () => {
          const started = await dataOf(retryDeliveries({ filter }, once()));
          if ('job' in started) setJob(started.job.id);
        }}
        close={close}
        done={() => {}}
      >
        <p>
          The oldest happened <TimeAgo at={counted.oldest_at} />. New events are sent first.
        </p>
        {counted.warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </Confirm>
    </div>
  );
}

function BulkProgress({ id, close }: { readonly id: string; readonly close: () => void }) {
  const client = useQueryClient();
  const { data: job, error } = useQuery({
    queryKey: ['job', id],
    queryFn: () => dataOf(getJob(id)),
    refetchInterval: ({ state }) => (state.data?.ended_at == null ? 1_000 : false),
  });
  if (error !== null) return <ProblemNotice error={error} />;
  if (job === undefined) return null;
  const isOver = job.ended_at !== null;
  return (
    <div className="screen-notice">
      <Notice
        tone={isOver ? (job.state === 'completed' ? 'done' : 'off') : 'running'}
        title={`${job.changed.toLocaleString('en')} of ${job.total.toLocaleString('en')} put back, ${job.state}`}
      >
        <progress max={Math.max(job.total, 1)} value={job.changed} aria-label="Progress" />
        {isOver ? (
          <Button onPress={close}>Close</Button>
        ) : (
          <Button
            onPress={() =>
              void dataOf(cancelJob(id, once())).finally(() =>
                client.invalidateQueries({ queryKey: ['job', id] }),
              )
            }
          >
            Stop
          </Button>
        )}
      </Notice>
    </div>
  );
}
