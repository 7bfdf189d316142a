import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { type AuditEntry, getAuditEntry } from '../../api/generated.js';
import { Facts } from '../../parts/facts.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { Skeleton } from '../../parts/skeleton.js';
import { TimeAgo } from '../../time/time-ago.js';
import { hrefOfSubject } from './subject-link.js';

const VIA: Record<AuditEntry['actor_source'], string> = {
  cli: 'by the command line',
  ci: 'by a pipeline',
  token: 'by the API',
  system: 'by the program itself',
};

/** One entry of the audit log: who did what, and which fields were changed. */
export function AuditEntryScreen({ id }: { readonly id: string }) {
  const {
    data: entry,
    error,
    refetch,
  } = useQuery({ queryKey: ['audit-entry', id], queryFn: () => dataOf(getAuditEntry(id)) });
  if (entry === undefined)
    return error === null ? (
      <Skeleton rows={6} label="the entry" />
    ) : (
      <div className="screen-notice">
        <ProblemNotice error={error} retry={() => void refetch()} />
      </div>
    );
  const page = hrefOfSubject(entry);
  const subject = `${entry.subject_kind} ${entry.subject_id ?? ''}`;
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>{entry.action}</h1>
          <p className="screen-lead outside-text">
            {entry.actor}, {VIA[entry.actor_source]}, <TimeAgo at={entry.created_at} />
          </p>
        </div>
      </div>
      <Facts
        facts={{
          Subject:
            page === null ? (
              <span className="outside-text">{subject}</span>
            ) : (
              <Link className="outside-text" href={page}>
                {subject}
              </Link>
            ),
          Reason: entry.reason === null ? null : <span className="outside-text">{entry.reason}</span>,
          Token:
            entry.token_name === null ? null : (
              <span className="outside-text">
                {entry.token_name} ({entry.token_id})
              </span>
            ),
          From: entry.address === null ? null : <span className="mono">{entry.address}</span>,
          Request: entry.request_id === null ? null : <span className="mono">{entry.request_id}</span>,
          Run: entry.run_id === null ? null : <Link href={`/runs/${entry.run_id}`}>{entry.run_id}</Link>,
          Entry: <span className="mono">{entry.id}</span>,
        }}
      />
      <Changes entry={entry} />
    </>
  );
}

/** Each field that was changed, as it was and as it is. */
function Changes({ entry: { before, after } }: { readonly entry: AuditEntry }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return <p className="event-part">No field is recorded with it.</p>;
  return (
    <section className="event-part" aria-label="What was changed">
      <h2>What was changed</h2>
      <table className="statements" aria-label="Fields that were changed">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row" className="outside-text">
                {name}
              </th>
              <td className="mono outside-text">{valueText(before?.[name])}</td>
              <td className="mono outside-text">{valueText(after?.[name])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function valueText(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
