import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { approvalStates } from '../../api/choices.js';
import { dataOf } from '../../api/client.js';
import { type Approval, listApprovals } from '../../api/generated.js';
import { waitingApprovals } from '../../api/shared-queries.js';
import type { Column } from '../../lists/data-list.js';
import { useFilter } from '../../lists/filter.js';
import { FilterBar } from '../../lists/filter-bar.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { StatePill } from '../../parts/state-pill.js';
import { TimeAgo } from '../../time/time-ago.js';
import { TimeLeft } from '../../time/time-left.js';
import { approvalsLead } from '../leads.js';

const FILTERS = ['state'] as const;

/** Plans that wait for a decision, and those that were decided. */
export function ApprovalsScreen() {
  const filter = useFilter(FILTERS);
  const { values } = filter;
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      dataOf(
        listApprovals({
          ...(values as Parameters<typeof listApprovals>[0]),
          ...(cursor !== undefined && { cursor }),
        }),
      ),
    [values],
  );
  const { data: waiting } = useQuery(waitingApprovals);
  const list = useList<Approval>({ key: ['approvals', values], fetchPage, idOf: ({ id }) => id });
  const columns: readonly Column<Approval>[] = [
    { title: 'State', width: '120px', onPhone: 'first', cell: ({ state }) => <StatePill state={state} /> },
    {
      title: 'Migrations',
      width: 'minmax(180px, 2fr)',
      onPhone: 'second',
      cell: ({ migrations, phase }) => (
        <span className="outside-text">
          {phase === null
            ? migrations.map(({ name }) => name).join(', ')
            : `${phase.version}, phase ${phase.phase}`}
        </span>
      ),
    },
    {
      title: 'Risk',
      width: 'minmax(100px, 1fr)',
      cell: ({ tiers }) => tiers.join(', ').replaceAll('_', ' '),
    },
    {
      title: 'Grants',
      isExtra: true,
      width: '72px',
      cell: ({ granted_count: granted, required_count: required }) => `${granted} of ${required}`,
    },
    {
      title: 'Asked by',
      width: 'minmax(100px, 1fr)',
      onPhone: 'second-end',
      cell: ({ requested_by: by }) => (
        <span className="outside-text one-line">
          <span className="list-on-phone">by </span>
          {by}
        </span>
      ),
    },
    {
      title: 'Expires',
      width: '104px',
      cell: ({ expires_at: at, seconds_left: seconds }) =>
        seconds > 0 ? <TimeLeft at={at} seconds={seconds} /> : '–',
    },
    {
      title: 'Asked',
      width: '104px',
      onPhone: 'first-end',
      cell: ({ created_at: at }) => <TimeAgo at={at} />,
    },
  ];
  return (
    <ListScreen
      title="Approvals"
      lead={approvalsLead(waiting)}
      list={list}
      columns={columns}
      idOf={({ id }) => id}
      hrefOf={({ id }) => `/approvals/${id}`}
      aboutOf={({ migrations, id }) => `approval ${id} of ${migrations.map(({ name }) => name).join(', ')}`}
      filter={
        <FilterBar filter={filter} fields={[{ name: 'state', label: 'State', choices: approvalStates }]} />
      }
      empty={{ title: 'No run has asked for an approval.', command: 'confiture migrate up' }}
      isFiltered={!filter.isEmpty}
    />
  );
}
