import type { EndpointState } from '../../../run-events/endpoint-state.js';
import { momentText } from '../../../text/moment.js';
import { displayText } from '../../terminal/display-text.js';
import type { Style } from '../../terminal/theme.js';
import { formatCount } from '../../terminal/wording.js';

/** `switched off, 3 waiting`; null where nothing is known of the endpoint in this database. */
export function shortState(state: EndpointState | null): { readonly text: string; readonly style: Style } {
  if (state === null) return { text: 'not used yet', style: 'faint' };
  const { text, style } = condition(state);
  return { text: state.waiting > 0 ? `${text}, ${state.waiting} waiting` : text, style };
}

function condition({ disabledAt, throttledUntil, failures }: EndpointState): { text: string; style: Style } {
  if (disabledAt) return { text: 'switched off', style: 'bad' };
  if (failures > 0) return { text: `failing, ${failures} in a row`, style: 'bad' };
  if (throttledUntil) return { text: 'slowed down', style: 'caution' };
  return { text: 'on', style: 'good' };
}

/** A line for each thing that is known. */
export function stateLines(state: EndpointState): string[] {
  const { disabledAt, disabledReason, throttledUntil, failingSince, failures, waitingSince } = state;
  const discarded = state.discarded > 0 ? `, ${state.discarded} discarded` : '';
  return [
    `${state.waiting} waiting, ${state.delivered} delivered, ${state.failed} failed${discarded}`,
    ...(waitingSince ? [`the oldest waits since ${momentText(waitingSince)}`] : []),
    ...(disabledAt
      ? [`switched off at ${momentText(disabledAt)}: ${displayText(disabledReason ?? '')}`]
      : []),
    ...(throttledUntil ? [`slowed down until ${momentText(throttledUntil)}`] : []),
    ...(failingSince
      ? [`failing since ${momentText(failingSince)}, ${formatCount(failures, 'attempt')} in a row`]
      : []),
  ];
}
