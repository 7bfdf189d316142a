import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { type AuditEntry, getAuditEntry } from '../../api/generated.js';
import { Facts } from '../../parts/facts.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { Skeleton } from '../../parts/skeleton.js';
import { TimeAgo } from '../../time/time-ago.js';
import { useTimeZone } from '../../time/time-zone.js';
import { SOURCES } from './source-text.js';
import { hrefOfSubject } from './subject-link.js';
import { subjectText } from './subject-text.js';
import { valueText } from './value-text.js';

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
  const subject = wholeSubject(entry);
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>{entry.action}</h1>
          <p className="screen-lead outside-text">
            {entry.actor} ({SOURCES[entry.actor_source]}), <TimeAgo at={entry.created_at} />
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

/** Name and id, of what has both. */
function wholeSubject(entry: AuditEntry): string {
  const { subject_kind: kind, subject_id: id } = entry;
  const text = subjectText(entry);
  if (id === null) return text;
  return text === id ? `${kind} ${id}` : `${kind} ${text} (${id})`;
}

/** Each field that was changed, as it was and as it is. */
function Changes({ entry: { before, after } }: { readonly entry: AuditEntry }) {
  const zone = useTimeZone();
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
              <td className="mono outside-text">{valueText(before?.[name], zone)}</td>
              <td className="mono outside-text">{valueText(after?.[name], zone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
