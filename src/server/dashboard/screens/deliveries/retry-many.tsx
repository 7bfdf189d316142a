import { dataOf, once } from '../../api/client.js';
import { type DeliveryFilter, retryDeliveries } from '../../api/generated.js';
import { BulkAction } from '../bulk/bulk-action.js';
import type { BulkQuestion } from '../bulk/bulk-steps.js';
import { bulkTitle } from '../bulk/bulk-title.js';

/** Sends all deliveries of a filter again: what has failed, unless the filter names another state. */
export function RetryMany({ filter, started, close }: BulkQuestion & { readonly filter: DeliveryFilter }) {
  const asked = { filter, include_succeeded: filter.state === 'delivered' };
  return (
    <BulkAction
      name={['retry', filter]}
      count={async () => {
        const counted = await dataOf(retryDeliveries({ ...asked, dry_run: true }, once()));
        if (!('count' in counted)) throw new Error('a dry run was answered with a job');
        return counted;
      }}
      titleOf={(counted) => bulkTitle('Retry', ['delivery', 'deliveries'], counted)}
      verb="Retry"
      nothing="Nothing of this filter can be retried."
      start={async () => {
        const answer = await dataOf(retryDeliveries(asked, once()));
        if (!('job' in answer)) throw new Error('a retry was answered with a count');
        return answer;
      }}
      started={started}
      close={close}
    />
  );
}

/** Why a filter is too wide to be retried as a whole; null where it is not. */
export function tooWideReason(filter: DeliveryFilter): string | null {
  const { state: _state, ...narrow } = filter;
  return Object.keys(narrow).length > 0 ? null : 'filter by an endpoint, an answer, an event or a time first';
}
