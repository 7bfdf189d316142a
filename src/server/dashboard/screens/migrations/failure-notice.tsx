import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { getRun, type Migration } from '../../api/generated.js';
import { Notice } from '../../parts/notice.js';
import { TimeAgo } from '../../time/time-ago.js';

/** Says that the last run failed at a migration: when, with which error, and in which run. */
export function FailureNotice({ migration: { id, failure } }: { readonly migration: Migration }) {
  const run = failure?.run_id ?? '';
  // The error itself is known of the run, from its events, as long as these are kept.
  const { data } = useQuery({
    queryKey: ['run', run],
    queryFn: () => dataOf(getRun(run)),
    enabled: failure !== null,
  });
  if (failure === null) return null;
  const error = data?.migrations.find((migration) => migration.id === id)?.error ?? null;
  const { failed_at: at, error: code } = failure;
  return (
    <div className="screen-notice">
      <Notice
        tone="failed"
        title={
          <>
            It failed <TimeAgo at={at} />
            {error === null ? '' : `: ${error.message}`}
          </>
        }
      >
        <p className="outside-text">
          {[error?.type, code].filter(Boolean).join(', ')}
          {error?.file == null ? '' : `, in ${error.file}`}
          {error?.line == null ? '' : `, line ${error.line}`}
        </p>
        {error?.hint == null ? null : <p className="outside-text">{error.hint}</p>}
        <p>
          <Link href={`/runs/${run}`}>The run that failed</Link>
        </p>
      </Notice>
    </div>
  );
}
