import { useCallback } from 'react';
import { basePath, dataOf } from '../../api/client.js';
import { type AuditEntry, listAuditLog } from '../../api/generated.js';
import type { Column } from '../../lists/data-list.js';
import { type ListFilter, useFilter } from '../../lists/filter.js';
import { FilterBar, FilterValue } from '../../lists/filter-bar.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { Actions } from '../../parts/actions.js';
import { TimeAgo } from '../../time/time-ago.js';
import { SOURCES } from './source-text.js';
import { hrefOfSubject } from './subject-link.js';
import { subjectText } from './subject-text.js';

const FILTERS = ['actor', 'action', 'subject_kind', 'subject_id', 'since', 'until'] as const;

/** Who changed what, through which way. */
export function AuditScreen() {
  const filter = useFilter(FILTERS);
  const { values } = filter;
  const fetchPage = useCallback(
    (cursor: string | undefined) => {
      const { subject_kind: subjectKind, subject_id: subjectId, ...others } = values;
      return dataOf(
        listAuditLog({
          ...others,
          ...(subjectKind !== undefined && { subjectKind }),
          ...(subjectId !== undefined && { subjectId }),
          ...(cursor !== undefined && { cursor }),
        }),
      );
    },
    [values],
  );
  const list = useList<AuditEntry>({ key: ['audit', values], fetchPage, idOf: ({ id }) => id });
  return (
    <ListScreen
      title="Audit"
      lead={<AuditLead newest={list.rows[0]} isFiltered={!filter.isEmpty} />}
      list={list}
      columns={columnsOf(filter)}
      idOf={({ id }) => id}
      hrefOf={({ id }) => `/audit/${id}`}
      aboutOf={({ action, actor, subject_id: subject }) =>
        `entry ${action} by ${actor}${subject === null ? '' : ` on ${subject}`}`
      }
      actions={
        <Actions actions={[]}>
          <ExportLink filter={filter} format="jsonl" />
          <ExportLink filter={filter} format="csv" />
        </Actions>
      }
      filter={
        <FilterBar
          filter={filter}
          fields={[
            { name: 'actor', label: 'By', example: 'ann' },
            { name: 'action', label: 'Action', example: 'webhook.*' },
            { name: 'subject_kind', label: 'Kind', example: 'run' },
            { name: 'subject_id', label: 'Subject', example: 'run_…' },
            { name: 'since', label: 'Since', example: '7d' },
            { name: 'until', label: 'Until', example: '1h' },
          ]}
        />
      }
      empty={{ title: 'Nothing has been changed yet.' }}
      isFiltered={!filter.isEmpty}
    />
  );
}

/** The first line says what was changed last. */
function AuditLead({
  newest,
  isFiltered,
}: {
  readonly newest: AuditEntry | undefined;
  readonly isFiltered: boolean;
}) {
  if (newest === undefined) return 'Every change by a person, a token or the system. Entries are only added.';
  return (
    <span className="outside-text">
      Last change{isFiltered ? ' of this filter' : ''}: {newest.action} by {newest.actor},{' '}
      <TimeAgo at={newest.created_at} />.
    </span>
  );
}

const FORMATS = { jsonl: 'JSON lines', csv: 'CSV' } as const;

/** Leads to a file with all entries that the filter lets through. */
function ExportLink({ filter, format }: { filter: ListFilter; format: keyof typeof FORMATS }) {
  const query = new URLSearchParams({ ...filter.values, format });
  return (
    <a className="button" href={`${basePath}/v1/audit/export?${query}`} download={`audit.${format}`}>
      {`Export ${filter.isEmpty ? 'all' : 'these'} as ${FORMATS[format]}`}
    </a>
  );
}

function columnsOf(filter: ListFilter): readonly Column<AuditEntry>[] {
  return [
    {
      title: 'When',
      width: '104px',
      onPhone: 'first-end',
      cell: ({ created_at: at }) => <TimeAgo at={at} />,
    },
    {
      title: 'Action',
      width: 'minmax(150px, 1.3fr)',
      onPhone: 'first',
      cell: ({ action }) => <FilterValue filter={filter} name="action" value={action} />,
    },
    {
      title: 'Subject',
      width: 'minmax(150px, 1.6fr)',
      onPhone: 'second',
      cell: (entry) => {
        const { subject_id: id, subject_kind: kind } = entry;
        const page = hrefOfSubject(entry);
        return id === null ? (
          <FilterValue filter={filter} name="subject_kind" value={kind}>
            {subjectText(entry)}
          </FilterValue>
        ) : (
          <FilterValue filter={filter} name="subject_id" value={id} {...(page !== null && { page })}>
            {subjectText(entry)}
          </FilterValue>
        );
      },
    },
    {
      title: 'By',
      width: 'minmax(80px, 0.6fr)',
      onPhone: 'second-end',
      cell: ({ actor }) => <FilterValue filter={filter} name="actor" value={actor} />,
    },
    {
      title: 'Through',
      isExtra: true,
      width: '96px',
      cell: ({ actor_source: source }) => SOURCES[source],
    },
    {
      title: 'From',
      isExtra: true,
      width: '112px',
      cell: ({ address }) => <span className="mono">{address ?? '–'}</span>,
    },
    {
      title: 'Reason',
      width: 'minmax(120px, 2fr)',
      cell: ({ reason }) => <span className="outside-text">{reason ?? '–'}</span>,
    },
  ];
}
