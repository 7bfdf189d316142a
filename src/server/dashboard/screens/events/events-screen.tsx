import { useCallback } from 'react';
import { dataOf } from '../../api/client.js';
import { type EventFilter, listEvents, type StoredEvent } from '../../api/generated.js';
import type { Column } from '../../lists/data-list.js';
import { useFilter } from '../../lists/filter.js';
import { FilterBar, FilterValue } from '../../lists/filter-bar.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { Actions } from '../../parts/actions.js';
import { useOffReason } from '../../session/may.js';
import { TimeAgo } from '../../time/time-ago.js';
import { BulkSteps, useBulk } from '../bulk/bulk-steps.js';
import { LeadLine } from '../lead-line.js';
import { migrationPath } from '../migrations/migration-path.js';
import { DeliveryDots } from './delivery-dots.js';
import { eventsLead } from './event-leads.js';
import { Replay } from './replay.js';
import { useEventCounts } from './use-event-counts.js';
import { useHeldEndpoints } from './use-held-endpoints.js';

const FILTERS = ['type', 'migration', 'run', 'since', 'until'] as const;

/** What happened, newest first, each with a dot for each of its deliveries. */
export function EventsScreen() {
  const filter = useFilter(FILTERS);
  const values = filter.values as EventFilter;
  const offReasonOf = useOffReason('operate');
  const bulk = useBulk();
  const tooWide = filter.isEmpty ? 'filter by a type, a migration, a run or a time first' : null;
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
  const counts = useEventCounts(values);
  const isNothing = filter.isEmpty && !list.isLoading && list.rows.length === 0;
  const held = useHeldEndpoints();
  const columns: readonly Column<StoredEvent>[] = [
    {
      title: 'Happened',
      width: '104px',
      onPhone: 'first-end',
      cell: ({ created_at: at }) => <TimeAgo at={at} />,
    },
    {
      title: 'Type',
      width: 'minmax(180px, 1fr)',
      onPhone: 'first',
      cell: ({ type }) => <FilterValue filter={filter} name="type" value={type} />,
    },
    {
      title: 'Migration',
      width: 'minmax(140px, 1.2fr)',
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
      width: 'minmax(120px, 1.2fr)',
      cell: ({ run_id: run }) =>
        run === null ? '–' : <FilterValue filter={filter} name="run" value={run} page={`/runs/${run}`} />,
    },
    {
      title: 'Deliveries',
      width: '120px',
      onPhone: 'second-end',
      cell: (event) => <DeliveryDots deliveries={event.deliveries} held={held} of={eventText(event)} />,
    },
  ];
  return (
    <ListScreen
      title="Events"
      lead={<LeadLine parts={eventsLead(counts, values)} />}
      list={list}
      columns={columns}
      idOf={({ id }) => id}
      hrefOf={({ id }) => `/events/${id}`}
      aboutOf={(event) => `event ${eventText(event)}`}
      actions={
        isNothing ? null : (
          <Actions actions={[{ name: 'Replay these …', act: bulk.ask, offReason: offReasonOf(tooWide) }]} />
        )
      }
      filter={
        <>
          <BulkSteps bulk={bulk} question={(asked) => <Replay filter={values} {...asked} />} />
          <FilterBar
            filter={filter}
            fields={[
              { name: 'type', label: 'Type', example: 'migration.*', size: 'long' },
              { name: 'migration', label: 'Migration', size: 'long' },
              { name: 'run', label: 'Run', size: 'long' },
              { name: 'since', label: 'Since', example: '24h' },
              { name: 'until', label: 'Until', example: '1h' },
            ]}
          />
        </>
      }
      empty={{
        title: 'There are no events.',
        hint: 'They are kept from the first start of the server on. A run makes some:',
        command: 'confiture migrate up',
      }}
      isFiltered={!filter.isEmpty}
    />
  );
}

/** What an event is and of which migration, for a reader who hears a link of its row alone. */
function eventText({ type, migration }: StoredEvent): string {
  return migration === null ? type : `${type}, ${migration},`;
}
