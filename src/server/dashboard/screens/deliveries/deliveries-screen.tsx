import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { type Delivery, type DeliveryFilter, listDeliveries, retryDelivery } from '../../api/generated.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { useFilter } from '../../lists/filter.js';
import { FilterBar } from '../../lists/filter-bar.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { Button } from '../../parts/button.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { useMay } from '../../session/may.js';
import { JobProgress } from '../bulk/job-progress.js';
import { useJob } from '../bulk/use-job.js';
import { deliveryColumns } from './delivery-columns.js';
import { RetryMany, tooWideReason } from './retry-many.js';

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
  const may = useMay('operate');
  const [isAsked, setAsked] = useState(false);
  const [job, setJob] = useJob();
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
  const retry = async ({ id, endpoint, state, sending }: Delivery) => {
    if (may !== null || sending || state === 'delivered') return;
    setRefused(null);
    await dataOf(retryDelivery(endpoint, id, once())).catch(setRefused);
    await client.invalidateQueries({ queryKey: ['deliveries'] });
  };
  const askAll = () => setAsked(true);
  useHotkeys({ R: () => may === null && tooWideReason(values) === null && askAll() });
  return (
    <ListScreen
      title="Deliveries"
      lead="One event for one endpoint each, with what came of its attempts."
      list={list}
      columns={deliveryColumns(filter)}
      idOf={({ id }) => id}
      hrefOf={({ id }) => `/deliveries/${id}`}
      rowKeys={{ r: (delivery) => void retry(delivery) }}
      offReason={may ?? tooWideReason(values)}
      actions={
        <Button onPress={askAll} offReason={may ?? tooWideReason(values)} hotkey="R">
          {values.state === undefined || values.state === 'failed' ? 'Retry what failed …' : 'Retry these …'}
        </Button>
      }
      filter={
        <>
          {refused === null ? null : (
            <div className="screen-notice">
              <ProblemNotice error={refused} />
            </div>
          )}
          {isAsked ? (
            <RetryMany
              filter={values}
              started={(id) => {
                setAsked(false);
                setJob(id);
              }}
              close={() => setAsked(false)}
            />
          ) : null}
          {job === null ? null : <JobProgress id={job} close={() => setJob(null)} />}
          <FilterBar
            filter={filter}
            fields={[
              { name: 'state', label: 'State', choices: ['waiting', 'delivered', 'failed', 'discarded'] },
              { name: 'endpoint', label: 'Endpoint' },
              { name: 'type', label: 'Event', example: 'migration.*' },
              { name: 'status', label: 'Answer', example: '5xx' },
              { name: 'error', label: 'Error', example: 'timeout' },
              { name: 'migration', label: 'Migration' },
              { name: 'since', label: 'Since', example: '24h' },
              { name: 'until', label: 'Until', example: '1h' },
            ]}
          />
        </>
      }
      empty={{ title: 'No event has been sent yet.', command: 'confiture webhooks add https://…' }}
      isFiltered={!filter.isEmpty}
    />
  );
}
