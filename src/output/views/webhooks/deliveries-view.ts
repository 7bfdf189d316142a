import { momentText } from '../../../text/moment.js';
import { type Cell, drawTable } from '../../terminal/table.js';
import type { Style, Theme } from '../../terminal/theme.js';

export interface DeliveryRow {
  readonly id: string;
  readonly eventType: string;
  readonly migration: string | null;
  readonly endpoint: string;
  readonly state: 'waiting' | 'delivered' | 'failed' | 'discarded';
  readonly attempts: number;
  /** When its event happened. */
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  readonly dueAt: Date | null;
  readonly lastResult: string | null;
  readonly leased: boolean;
  /** False where the endpoint is not configured in this environment. */
  readonly reachable: boolean;
  readonly disabledReason: string | null;
  readonly throttledUntil: Date | null;
}

const COLUMNS = [
  { title: 'Delivery', whole: true },
  { title: 'Endpoint' },
  { title: 'Event' },
  { title: 'Migration' },
  { title: 'State' },
  { title: 'Attempts', align: 'right' },
  { title: 'Event at (UTC)' },
  { title: 'What is known' },
] as const;

const STYLES = {
  waiting: 'caution',
  delivered: 'good',
  failed: 'bad',
  discarded: 'faint',
} as const satisfies Record<DeliveryRow['state'], Style>;

/** The delivery log, newest first. */
export function deliveriesView(rows: readonly DeliveryRow[], theme: Theme): string {
  if (rows.length === 0) return 'There are no deliveries.';
  const cells = rows.map((row): Cell[] => [
    row.id,
    row.endpoint,
    row.eventType,
    row.migration ?? '',
    stateCell(row),
    String(row.attempts),
    momentText(row.createdAt),
    deliveryRemark(row),
  ]);
  return drawTable(COLUMNS, cells, theme).join('\n');
}

function stateCell({ state }: Pick<DeliveryRow, 'state'>): Cell {
  return { text: state, style: STYLES[state] };
}

/** Why a delivery is where it is, in words. */
export function deliveryRemark(row: DeliveryRow): string {
  const last = row.lastResult ?? '';
  if (row.state !== 'waiting') {
    const settled = row.settledAt === null ? '' : `at ${momentText(row.settledAt)}`;
    return [last, settled].filter((part) => part !== '').join(' ');
  }
  const reasons = [
    ...(row.reachable ? [] : ['endpoint not configured here: sent by a process that has it']),
    ...(row.disabledReason === null ? [] : [`endpoint switched off: ${row.disabledReason}`]),
    ...(row.throttledUntil === null ? [] : [`endpoint slowed down until ${momentText(row.throttledUntil)}`]),
    ...(row.leased ? ['being sent'] : []),
  ];
  const when = reasons.length === 0 && row.dueAt !== null ? [`due ${momentText(row.dueAt)}`] : reasons;
  return [...when, ...(last === '' ? [] : [`last: ${last}`])].join('; ');
}
