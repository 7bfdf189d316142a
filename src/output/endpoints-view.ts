import { isoSeconds } from './deliveries-view.js';
import type { Look } from './look.js';
import { present } from './present.js';
import { drawTable } from './table.js';
import { formatCount } from './wording.js';

export interface EndpointRow {
  readonly name: string;
  readonly source: string;
  /** With port; null where the URL cannot be read. */
  readonly host: string | null;
  readonly format: string;
  readonly events: readonly string[];
  readonly signed: boolean;
}

export interface EndpointState {
  readonly hook: string;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  readonly throttledUntil: Date | null;
  readonly failingSince: Date | null;
  readonly failures: number;
  readonly waiting: number;
  readonly delivered: number;
  readonly failed: number;
}

/** The endpoints that are configured. */
export function endpointsView(rows: readonly EndpointRow[], look: Look): string {
  if (rows.length === 0) return 'No endpoint is configured. Set CONFITURE_WEBHOOK_URL to have one.';
  const cells = rows.map(({ name, host, format, events, source, signed }) => [
    name,
    host ?? '',
    format,
    events.join(', '),
    signed ? 'signed' : 'unsigned',
    source,
  ]);
  const columns = ['Endpoint', 'Host', 'Format', 'Events', 'Signature', 'From'].map((title) => ({ title }));
  return drawTable(columns, cells, look).join('\n');
}

/** One endpoint, and what its deliveries have come to. */
export function endpointView(
  name: string,
  row: EndpointRow | null,
  states: readonly EndpointState[],
  look: Look,
): string {
  const head = row
    ? endpointsView([row], look)
    : `${present(name)} is not configured in this environment: what waits for it is sent by a process that has it.`;
  return [head, ...states.flatMap(stateLines)].join('\n');
}

function stateLines(state: EndpointState): string[] {
  const { disabledAt, disabledReason, throttledUntil, failingSince, failures } = state;
  return [
    `${state.waiting} waiting, ${state.delivered} delivered, ${state.failed} failed`,
    ...(disabledAt ? [`switched off at ${isoSeconds(disabledAt)}: ${present(disabledReason ?? '')}`] : []),
    ...(throttledUntil ? [`slowed down until ${isoSeconds(throttledUntil)}`] : []),
    ...(failingSince
      ? [`failing since ${isoSeconds(failingSince)}, ${formatCount(failures, 'attempt')} in a row`]
      : []),
  ];
}
