import { momentText } from '../../../text/moment.js';
import { displayText } from '../../terminal/display-text.js';
import { formatCount } from '../../terminal/wording.js';

/** What waits for one endpoint. */
export interface WaitingShown {
  readonly endpoint: string;
  readonly waiting: number;
  readonly dueAt: Date;
  readonly disabledReason: string | null;
  /** False where the endpoint is not configured in this environment. */
  readonly reachable: boolean;
}

/** What a pass has left, by what it waits for: a time, a person, or another process. */
export function backlogLines(backlog: readonly WaitingShown[]): string[] {
  const here = backlog.filter(({ reachable }) => reachable);
  const later = here.filter(({ disabledReason }) => disabledReason === null);
  const off = here.filter(({ disabledReason }) => disabledReason !== null);
  const elsewhere = backlog.filter(({ reachable }) => !reachable);
  return [
    ...laterLines(later),
    ...off.map(
      ({ endpoint, waiting, disabledReason }) =>
        `${deliveriesWait(waiting)} for ${displayText(endpoint)}, which is switched off: ${displayText(disabledReason ?? '')}. \`confiture webhooks enable ${displayText(endpoint)}\` switches it on again.`,
    ),
    ...elsewhereLines(elsewhere),
    ...(elsewhere.length === 0 ? [] : [ELSEWHERE_HINT]),
  ];
}

function laterLines(endpoints: readonly WaitingShown[]): string[] {
  const [first] = [...endpoints].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  if (first === undefined) return [];
  const waiting = endpoints.reduce((sum, endpoint) => sum + endpoint.waiting, 0);
  const until = waiting === 1 ? 'until' : 'the first until';
  return [`${deliveriesWait(waiting)}, ${until} ${momentText(first.dueAt)}.`];
}

const ELSEWHERE_HINT =
  'A process that has the endpoint and its key sends them; where it is gone for good, `confiture webhooks discard --endpoint NAME` settles them.';

/** What waits for endpoints that this process cannot send to. */
export function elsewhereLines(endpoints: readonly Pick<WaitingShown, 'endpoint' | 'waiting'>[]): string[] {
  if (endpoints.length === 0) return [];
  const names = endpoints.map(({ endpoint, waiting }) => `${displayText(endpoint)} (${waiting})`).join(', ');
  return [
    `Deliveries wait for endpoints that are not configured here, or whose master key is not: ${names}.`,
  ];
}

function deliveriesWait(count: number): string {
  return formatCount(count, 'delivery waits', 'deliveries wait');
}
