import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { getMigration } from '../../api/generated.js';
import { Facts } from '../../parts/facts.js';
import { MissingScreen } from '../../parts/missing-screen.js';
import { Notice } from '../../parts/notice.js';
import { StatePill } from '../../parts/state-pill.js';
import { durationText } from '../../time/duration-text.js';
import { TimeAgo } from '../../time/time-ago.js';
import { certificateUrl } from './certificate-url.js';
import { migrationTone } from './migration-tone.js';
import { PlannedMigrationView } from './planned-migration.js';

/** One migration: where it stands, and what it would do where it is pending. */
export function MigrationScreen({ id }: { readonly id: string }) {
  const {
    data: migration,
    error,
    refetch,
  } = useQuery({
    queryKey: ['migration', id],
    queryFn: () => dataOf(getMigration(id)),
  });
  if (migration === undefined)
    return (
      <MissingScreen
        what="migration"
        error={error}
        retry={() => void refetch()}
        list={{ href: '/migrations', title: 'All migrations' }}
      />
    );
  const { certificate_id: certificate, run_id: run } = migration;
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>
            <StatePill state={migration.state} tone={migrationTone(migration.state)} />{' '}
            <span className="outside-text">{migration.title ?? migration.name}</span>
          </h1>
          {migration.title === null ? null : (
            <p className="screen-lead mono outside-text">{migration.name}</p>
          )}
        </div>
      </div>
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
          Run: run === null ? null : <Link href={`/runs/${run}`}>{run}</Link>,
          Checksum: migration.checksum === null ? null : <span className="mono">{migration.checksum}</span>,
          Certificate:
            certificate === null ? null : (
              <a href={certificateUrl(certificate)} download={`${certificate}.json`}>
                {certificate}
              </a>
            ),
        }}
      />
      {migration.planned === null ? null : (
        <PlannedMigrationView planned={migration.planned} heading="What it would do" />
      )}
      <p className="event-part">
        <Link href={`/events?migration=${encodeURIComponent(migration.name)}`}>Events of this migration</Link>
      </p>
    </>
  );
}
