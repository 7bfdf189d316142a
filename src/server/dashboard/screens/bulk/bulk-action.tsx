import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BulkCount, Job } from '../../api/generated.js';
import { Button } from '../../parts/button.js';
import { Confirm } from '../../parts/confirm.js';
import { Notice } from '../../parts/notice.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { TimeAgo } from '../../time/time-ago.js';
import type { BulkQuestion } from './bulk-steps.js';

interface BulkActionProps extends BulkQuestion {
  /** Names what is counted, with its filter. */
  readonly name: readonly unknown[];
  readonly count: () => Promise<BulkCount>;
  /** What will be done, from how many there are: "Retry 214 deliveries to billing". */
  readonly titleOf: (counted: BulkCount) => string;
  readonly verb: string;
  readonly nothing: string;
  readonly start: () => Promise<{ readonly job: Job }>;
  readonly children?: ReactNode;
}

/** Counts what an action would change, asks once with the count in the question, and starts it. */
export function BulkAction({
  name,
  count,
  titleOf,
  verb,
  nothing,
  start,
  started,
  close,
  children,
}: BulkActionProps) {
  const { data: counted, error } = useQuery({
    queryKey: ['bulk-count', ...name],
    queryFn: count,
    staleTime: 0,
    gcTime: 0,
  });
  if (error !== null)
    return (
      <div className="screen-notice">
        <ProblemNotice error={error} />
        <Button onPress={close}>Close</Button>
      </div>
    );
  if (counted === undefined)
    return (
      <p className="screen-notice" role="status">
        Counting …
      </p>
    );
  if (counted.count === 0)
    return (
      <div className="screen-notice">
        <Notice tone="off" title={nothing} isUrgent>
          <Button onPress={close}>Close</Button>
        </Notice>
      </div>
    );
  return (
    <div className="screen-notice">
      <Confirm
        title={titleOf(counted)}
        action={`${verb} ${counted.count.toLocaleString('en')}`}
        act={async () => started((await start()).job.id)}
        close={close}
        done={() => {}}
      >
        <EachEndpoint counted={counted} />
        <p>
          The oldest happened <TimeAgo at={counted.oldest_at} />. New events are sent first.
        </p>
        {counted.warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
        {children}
      </Confirm>
    </div>
  );
}

/** How many there are for each, where there are several. */
function EachEndpoint({ counted: { endpoints } }: { readonly counted: BulkCount }) {
  if (endpoints.length < 2) return null;
  return (
    <ul className="bulk-endpoints">
      {endpoints.map(({ hook, endpoint, count }) => (
        <li key={`${hook} ${endpoint}`} className="outside-text">
          {count.toLocaleString('en')} to {endpoint}
        </li>
      ))}
    </ul>
  );
}
