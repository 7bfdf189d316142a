import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { type Delivery, type DeliveryFilter, listDeliveries, retryDelivery } from '../../api/generated.js';
import { knownEndpoints } from '../../api/shared-queries.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { useFilter } from '../../lists/filter.js';
import { FilterBar } from '../../lists/filter-bar.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { Actions } from '../../parts/actions.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { useOffReason } from '../../session/may.js';
import { BulkSteps, useBulk } from '../bulk/bulk-steps.js';
import { LeadLine } from '../lead-line.js';
import { deliveryColumns, deliveryText } from './delivery-columns.js';
import { deliveriesLead } from './delivery-leads.js';
import { RetryMany, tooWideReason } from './retry-many.js';
import { useDeliveryCounts } from './use-delivery-counts.js';

const FILTERS = [
  'state',
  'endpoint',
  'type',
  'status',
  'error',
  'migration',
  'run',
  'since',
  'until',
] as const;

/** The delivery log. */
export function DeliveriesScreen() {
  const filter = useFilter(FILTERS);
  const values = filter.values as DeliveryFilter;
  const client = useQueryClient();
  const offReasonOf = useOffReason('operate');
  const bulk = useBulk();
  const [refused, setRefused] = useState<unknown>(null);
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      dataOf(
        listDeliveries({
          ...(values as Parameters<typeof listDeliveries>[0]),
          ...(values.type !== undefined && { $type: values.type }),
          ...(cursor !== undefined && { cursor }),
        }),
      ),
    [values],
  );
  const list = useList<Delivery>({ key: ['deliveries', values], fetchPage, idOf: ({ id }) => id });
  const counts = useDeliveryCounts(values);
  const { data: endpoints } = useQuery(knownEndpoints);
  const retry = async ({ id, endpoint, state, sending }: Delivery) => {
    if (offReasonOf(null) !== null || sending || state === 'delivered') return;
    setRefused(null);
    await dataOf(retryDelivery(endpoint, id, once())).catch(setRefused);
    await client.invalidateQueries({ queryKey: ['deliveries'] });
  };
  const offReason = offReasonOf(tooWideReason(values));
  const isNothing = filter.isEmpty && !list.isLoading && list.rows.length === 0;
  useHotkeys({ R: () => offReason === null && bulk.ask() });
  return (
    <ListScreen
      title="Deliveries"
      lead={<LeadLine parts={deliveriesLead(counts, values, endpoints)} />}
      list={list}
      columns={deliveryColumns(filter)}
      idOf={({ id }) => id}
      hrefOf={({ id }) => `/deliveries/${id}`}
      aboutOf={deliveryText}
      rowKeys={{ r: (delivery) => void retry(delivery) }}
      actions={
        isNothing ? null : (
          <Actions
            actions={[
              {
                name:
                  values.state === undefined || values.state === 'failed'
                    ? 'Retry what failed …'
                    : 'Retry these …',
                act: bulk.ask,
                offReason,
                hotkey: 'R',
              },
            ]}
          />
        )
      }
      filter={
        <>
          {refused === null ? null : (
            <div className="screen-notice">
              <ProblemNotice error={refused} />
            </div>
          )}
          <BulkSteps bulk={bulk} question={(asked) => <RetryMany filter={values} {...asked} />} />
          <FilterBar
            filter={filter}
            fields={[
              { name: 'state', label: 'State', choices: ['waiting', 'delivered', 'failed', 'discarded'] },
              { name: 'endpoint', label: 'Endpoint' },
              { name: 'type', label: 'Event', example: 'migration.*', size: 'long' },
              { name: 'status', label: 'Answer', example: '5xx', size: 'short' },
              { name: 'error', label: 'Error', example: 'timeout' },
              { name: 'migration', label: 'Migration', size: 'long' },
              { name: 'since', label: 'Since', example: '24h', size: 'short' },
              { name: 'until', label: 'Until', example: '1h', size: 'short' },
              // Set by a link alone: what narrows a list is seen.
              ...(values.run === undefined ? [] : [{ name: 'run', label: 'Run', size: 'long' } as const]),
            ]}
          />
        </>
      }
      empty={{
        title: 'No event has been sent yet.',
        hint: 'Events are sent to endpoints, which this command adds:',
        command: 'confiture webhooks add https://…',
      }}
      isFiltered={!filter.isEmpty}
    />
  );
}
