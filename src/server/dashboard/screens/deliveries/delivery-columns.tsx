import { Link } from 'wouter';
import type { Delivery } from '../../api/generated.js';
import { outcomeTone } from '../../charts/outcomes.js';
import type { Column } from '../../lists/data-list.js';
import type { ListFilter } from '../../lists/filter.js';
import { FilterValue } from '../../lists/filter-bar.js';
import { StatePill } from '../../parts/state-pill.js';
import { durationText } from '../../time/duration-text.js';
import { TimeAgo } from '../../time/time-ago.js';
import { migrationPath } from '../migrations/migration-path.js';
import { deliveryState } from './delivery-state.js';

/** State of a delivery as a pill. */
export function DeliveryPill({
  delivery,
  detail = null,
}: {
  readonly delivery: Pick<Delivery, 'state' | 'sending' | 'endpoint_disabled'>;
  readonly detail?: string | null;
}) {
  const state = deliveryState(delivery);
  return <StatePill state={state} detail={detail} tone={outcomeTone(state)} />;
}

/** What a delivery is of, without its state. */
export function deliveryText({ event_type: type, migration, endpoint }: Delivery): string {
  return `delivery of ${type}${migration === null ? '' : `, ${migration},`} to ${endpoint}`;
}

/** Columns of a list of deliveries; a click on a value filters by it. */
export function deliveryColumns(filter: ListFilter): readonly Column<Delivery>[] {
  return [
    {
      title: 'State',
      width: 'minmax(140px, 1.1fr)',
      onPhone: 'first',
      cell: (delivery) => <DeliveryPill delivery={delivery} />,
      beside: ({ last_answer: answer }) =>
        answer === null ? null : (
          <FilterValue filter={filter} name={/^\d/.test(answer) ? 'status' : 'error'} value={answer} />
        ),
    },
    {
      title: 'Endpoint',
      width: 'minmax(90px, 0.6fr)',
      onPhone: 'second',
      cell: ({ endpoint }) => (
        <FilterValue
          filter={filter}
          name="endpoint"
          value={endpoint}
          page={`/endpoints/${encodeURIComponent(endpoint)}`}
        />
      ),
    },
    {
      title: 'Event',
      width: 'minmax(150px, 1fr)',
      onPhone: 'second-end',
      cell: ({ event_type: type }) => <FilterValue filter={filter} name="type" value={type} />,
    },
    {
      title: 'Migration',
      width: 'minmax(110px, 1.2fr)',
      cell: ({ migration }) =>
        migration === null ? (
          '–'
        ) : (
          <FilterValue filter={filter} name="migration" value={migration} page={migrationPath(migration)} />
        ),
    },
    {
      title: 'Attempts',
      isExtra: true,
      width: '72px',
      align: 'end',
      cell: ({ attempt_count: count }) => count,
    },
    {
      title: 'Next',
      width: '72px',
      cell: ({ due_at: at, endpoint_disabled: disabled }) =>
        disabled === null || at === null ? (
          <TimeAgo at={at} past="due" />
        ) : (
          <span title={`The endpoint is switched off: ${disabled}`}>held</span>
        ),
    },
    {
      title: 'Took',
      isExtra: true,
      width: '72px',
      align: 'end',
      cell: ({ attempts }) => {
        const last = attempts.at(-1);
        return last === undefined ? '–' : durationText(last.duration_ms / 1000);
      },
    },
    {
      title: 'Happened',
      width: '104px',
      onPhone: 'first-end',
      cell: ({ created_at: at }) => <TimeAgo at={at} />,
    },
  ];
}

/** A link to the event of a delivery. */
export function EventLink({ delivery }: { readonly delivery: Pick<Delivery, 'event_id' | 'event_type'> }) {
  return <Link href={`/events/${delivery.event_id}`}>{delivery.event_type}</Link>;
}
