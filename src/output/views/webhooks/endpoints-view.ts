import type { EndpointState } from '../../../run-events/endpoint-state.js';
import { momentText } from '../../../text/moment.js';
import { displayText } from '../../terminal/display-text.js';
import { type Cell, drawTable } from '../../terminal/table.js';
import type { Style, Theme } from '../../terminal/theme.js';
import { stateLines } from './endpoint-state-text.js';

export interface EndpointRow {
  readonly name: string;
  /** `whk_…` of one that the database holds; else null. */
  readonly id: string | null;
  readonly source: string;
  /** With port; null where the URL cannot be read. */
  readonly host: string | null;
  readonly format: string;
  readonly events: readonly string[];
  readonly signed: boolean;
  /** Why nothing can be sent to it from here; null where it can. */
  readonly locked: string | null;
  /** Of one that the database holds: when it got another URL, and when and until when secrets are rotated. */
  readonly urlChangedAt: Date | null;
  readonly rotatedAt: Date | null;
  readonly overlapUntil: Date | null;
}

/** A row with its state; null where it is not known, for instance because the database cannot be reached. */
export type ListedEndpoint = EndpointRow & {
  readonly state: { readonly text: string; readonly style: Style } | null;
};

const COLUMNS = ['Endpoint', 'Host', 'Format', 'Events', 'Signature', 'From'].map((title) => ({ title }));
const WITH_STATE = [...COLUMNS.slice(0, 1), { title: 'State' }, ...COLUMNS.slice(1)];

/** The endpoints that are configured. */
export function endpointsView(rows: readonly ListedEndpoint[], theme: Theme): string {
  if (rows.length === 0) return 'No endpoint is configured. Set CONFITURE_WEBHOOK_URL to have one.';
  const cells = rows.map((row): Cell[] => {
    const [name = '', ...facts] = cellsOf(row);
    return [name, row.state ?? { text: 'unknown', style: 'faint' }, ...facts];
  });
  return [...drawTable(WITH_STATE, cells, theme), ...rows.flatMap(lockedLine)].join('\n');
}

function cellsOf({ name, host, format, events, source, signed }: EndpointRow): string[] {
  return [name, host ?? '', format, events.join(', '), signed ? 'signed' : 'unsigned', source];
}

/** One endpoint, and what its deliveries have come to. */
export function endpointView(
  name: string,
  row: EndpointRow | null,
  states: readonly EndpointState[],
  { p50Ms, p95Ms }: { readonly p50Ms: number | null; readonly p95Ms: number | null },
  theme: Theme,
): string {
  const times =
    p50Ms === null || p95Ms === null
      ? []
      : [`half of its attempts took up to ${p50Ms} ms, 95 % up to ${p95Ms} ms`];
  const head = row
    ? drawTable(COLUMNS, [cellsOf(row)], theme).join('\n')
    : `${displayText(name)} is not configured in this environment: what waits for it is sent by a process that has it.`;
  return [
    head,
    ...(row === null ? [] : [...lockedLine(row), ...rotationLine(row)]),
    ...states.flatMap(stateLines),
    ...times,
  ].join('\n');
}

function rotationLine({ rotatedAt, overlapUntil }: EndpointRow): string[] {
  if (rotatedAt === null || overlapUntil === null) return [];
  return [`sent with both secrets since ${momentText(rotatedAt)}, until ${momentText(overlapUntil)}`];
}

function lockedLine({ locked }: EndpointRow): string[] {
  return locked === null ? [] : [displayText(locked)];
}
