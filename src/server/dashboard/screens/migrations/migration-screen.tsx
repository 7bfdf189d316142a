import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { getMigration } from '../../api/generated.js';
import { Facts } from '../../parts/facts.js';
import { isNoMore, MissingScreen } from '../../parts/missing-screen.js';
import { Notice } from '../../parts/notice.js';
import { StatePill } from '../../parts/state-pill.js';
import { durationText } from '../../time/duration-text.js';
import { TimeAgo } from '../../time/time-ago.js';
import { certificateUrl } from './certificate-url.js';
import { FailureNotice } from './failure-notice.js';
import { shownState } from './migration-state.js';
import { migrationTone } from './migration-tone.js';
import { StatementsView } from './planned-migration.js';
import { shapeFacts } from './shape-facts.js';

/** One migration: where it stands, and what its file does, or would do where it is pending. */
export function MigrationScreen({ id }: { readonly id: string }) {
  const {
    data: migration,
    error,
    refetch,
  } = useQuery({
    queryKey: ['migration', id],
    queryFn: () => dataOf(getMigration(id)),
  });
  if (migration === undefined || isNoMore(error))
    return (
      <MissingScreen
        what="migration"
        error={error}
        retry={() => void refetch()}
        list={{ href: '/migrations', title: 'All migrations' }}
      />
    );
  const { certificate_id: certificate, run_id: run, shape } = migration;
  const state = shownState(migration);
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>
            <StatePill state={state} tone={migrationTone(state)} />{' '}
            <span className="outside-text">{migration.title ?? migration.name}</span>
          </h1>
          {migration.title === null ? null : (
            <p className="screen-lead mono outside-text">{migration.name}</p>
          )}
        </div>
      </div>
      <FailureNotice migration={migration} />
      {migration.checksum_ok === false ? (
        <div className="screen-notice">
          <Notice tone="failed" title="The file is no longer what was applied.">
            <code>confiture migrate verify</code>
          </Notice>
        </div>
      ) : null}
      <Facts
        facts={{
          Applied: migration.applied_at === null ? null : <TimeAgo at={migration.applied_at} />,
          Took: migration.duration_ms === null ? null : durationText(migration.duration_ms / 1000),
          ...(shape !== null && shapeFacts(shape)),
          Run:
            run === null ? null : (
              <Link className="mono" href={`/runs/${run}`}>
                {run}
              </Link>
            ),
          Checksum: migration.checksum === null ? null : <span className="mono">{migration.checksum}</span>,
          Certificate:
            certificate === null ? null : (
              <a className="mono" href={certificateUrl(certificate)} download={`${certificate}.json`}>
                {certificate}
              </a>
            ),
        }}
      />
      {shape === null ? (
        <ShapeMissing isApplied={migration.applied_at !== null} />
      ) : (
        <section className="event-part" aria-labelledby="statements">
          <h2 id="statements">{migration.planned === null ? 'What its file does' : 'What it would do'}</h2>
          <StatementsView shape={shape} isWaiting={migration.planned !== null} />
        </section>
      )}
      <p className="event-part">
        <Link href={`/events?migration=${encodeURIComponent(migration.name)}`}>Events of this migration</Link>
      </p>
    </>
  );
}

/** In the place of what a file does. */
function ShapeMissing({ isApplied }: { readonly isApplied: boolean }) {
  return (
    <p className="event-part">
      {isApplied
        ? 'What it did cannot be shown: its file is not in the folder of this server, or cannot be read.'
        : 'What it would do cannot be shown: its file, or one before it, cannot be read.'}{' '}
      <code>confiture migrate validate</code>
    </p>
  );
}
