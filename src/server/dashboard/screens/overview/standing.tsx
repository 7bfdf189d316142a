import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { StatePill } from '../../parts/state-pill.js';
import { TimeAgo } from '../../time/time-ago.js';
import { migrationPath } from '../migrations/migration-path.js';
import { countDrifted, countPending, type OverviewFacts } from './overview-sentence.js';

/** The facts of the database, each a way to where it comes from. */
export function Standing({ environment, runs, migrations, hasMore, approvals, suffering }: OverviewFacts) {
  const at = migrations.find(({ applied_at: applied }) => applied !== null);
  const [last] = runs;
  return (
    <dl className="standing">
      <Fact name="Environment">{environment}</Fact>
      <Fact name="Version">
        {at === undefined ? 'none' : <Link href={migrationPath(at.version)}>{at.version}</Link>}
      </Fact>
      <Fact name="Pending">
        <Link href="/migrations">
          {countPending(migrations)}
          {hasMore ? ' or more' : null}
          <span className="visually-hidden"> pending migrations</span>
        </Link>
      </Fact>
      <Fact name="Last run">
        {last === undefined ? (
          'none yet'
        ) : (
          <>
            <Link href={`/runs/${last.run_id}`}>
              <StatePill state={last.state} />
            </Link>
            <span className="outside-text">{last.actor}</span>
            <TimeAgo at={last.started_at} />
          </>
        )}
      </Fact>
      <Fact name="Waiting approvals">
        <Link href="/approvals?state=pending">
          {approvals.length}
          <span className="visually-hidden"> waiting approvals</span>
        </Link>
      </Fact>
      <Fact name="Endpoints that need a look">
        <Link href="/endpoints">
          {suffering.length}
          <span className="visually-hidden"> endpoints in trouble</span>
        </Link>
      </Fact>
      <Fact name="Drift">
        <Link href="/migrations">
          {driftText(countDrifted(migrations))}
          <span className="visually-hidden"> drifted</span>
        </Link>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="outside-text">{children}</dd>
    </div>
  );
}

function driftText(drifted: number): string {
  if (drifted === 0) return 'none';
  return `${drifted} ${drifted === 1 ? 'migration' : 'migrations'}`;
}
