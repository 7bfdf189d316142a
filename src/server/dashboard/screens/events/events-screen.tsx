import { useCallback } from 'react';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { type EventFilter, listEvents, type StoredEvent } from '../../api/generated.js';
import type { Column } from '../../lists/data-list.js';
import { useFilter } from '../../lists/filter.js';
import { FilterBar, FilterValue } from '../../lists/filter-bar.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { TimeAgo } from '../../time/time-ago.js';
import { migrationPath } from '../migrations/migration-path.js';
import { DeliveryDots } from './delivery-dots.js';

const FILTERS = ['type', 'migration', 'run', 'since', 'until'] as const;

/** What happened, newest first, each with a dot for each of its deliveries. */
export function EventsScreen() {
  const filter = useFilter(FILTERS);
  const values = filter.values as EventFilter;
  const fetchPage = useCallback(
    (cursor: string | undefined) => {
      const { type, ...others } = values;
      return dataOf(
        listEvents({
          ...others,
          ...(type !== undefined && { $type: type }),
          ...(cursor !== undefined && { cursor }),
        }),
      );
    },
    [values],
  );
  const list = useList<StoredEvent>({ key: ['events', values], fetchPage, idOf: ({ id }) => id });
  const columns: readonly Column<StoredEvent>[] = [
    {
      title: 'Type',
      width: 'minmax(180px, 1.4fr)',
      onPhone: 'first',
      cell: ({ type }) => type,
    },
    {
      title: 'Migration',
      width: 'minmax(140px, 1.4fr)',
      onPhone: 'second',
      cell: ({ migration }) =>
        migration === null ? (
          '–'
        ) : (
          <FilterValue filter={filter} name="migration" value={migration} page={migrationPath(migration)} />
        ),
    },
    {
      title: 'Run',
      width: 'minmax(120px, 1fr)',
      cell: ({ run_id: run }) =>
        run === null ? (
          '–'
        ) : (
          <Link className="mono" href={`/runs/${run}`}>
            {run}
          </Link>
        ),
    },
    {
      title: 'Deliveries',
      width: '120px',
      onPhone: 'second-end',
      cell: ({ deliveries }) => <DeliveryDots deliveries={deliveries} />,
    },
    {
      title: 'Happened',
      width: '104px',
      onPhone: 'first-end',
      cell: ({ created_at: at }) => <TimeAgo at={at} />,
    },
  ];
  return (
    <ListScreen
      title="Events"
      lead="Each change of a state, as it is told to the endpoints."
      list={list}
      columns={columns}
      idOf={({ id }) => id}
      hrefOf={({ id }) => `/events/${id}`}
      filter={
        <FilterBar
          filter={filter}
          fields={[
            { name: 'type', label: 'Type', example: 'migration.*' },
            { name: 'migration', label: 'Migration' },
            { name: 'run', label: 'Run' },
            { name: 'since', label: 'Since', example: '24h' },
            { name: 'until', label: 'Until', example: '1h' },
          ]}
        />
      }
      empty={{ title: 'Nothing has happened since the server was started.', command: 'confiture migrate up' }}
      isFiltered={!filter.isEmpty}
    />
  );
}
