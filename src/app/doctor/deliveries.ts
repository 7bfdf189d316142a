import { momentText } from '../../text/moment.js';
import { type Check, warning } from './check.js';

/** What the outbox knows of an endpoint. */
export interface EndpointFacts {
  readonly endpoint: string;
  readonly disabledReason: string | null;
  readonly disabledAt: Date | null;
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly waiting: number;
  /** When the oldest event that waits happened. */
  readonly waitingSince: Date | null;
  /** Results of the last attempts, the newest first. */
  readonly lastAnswers: readonly string[];
}

type KnownFacts = Omit<EndpointFacts, 'lastAnswers'>;
type Waiting = Pick<EndpointFacts, 'endpoint' | 'waiting'> & { readonly waitingSince: Date };

const NOTHING_KNOWN = { disabledReason: null, disabledAt: null, failures: 0, failingSince: null };

/** Adds to `known` the records that are no deliveries yet; they may be of endpoints that are missing there. */
export function withRecordBacklog(known: readonly KnownFacts[], stored: readonly Waiting[]): KnownFacts[] {
  const all = new Map(known.map((facts) => [facts.endpoint, facts]));
  for (const { endpoint, waiting, waitingSince } of stored) {
    const { waiting: before, waitingSince: since, ...others } = all.get(endpoint) ?? noFacts(endpoint);
    const isOlder = since === null || waitingSince < since;
    all.set(endpoint, {
      ...others,
      waiting: before + waiting,
      waitingSince: isOlder ? waitingSince : since,
    });
  }
  return [...all.values()];
}

function noFacts(endpoint: string): KnownFacts {
  return { ...NOTHING_KNOWN, endpoint, waiting: 0, waitingSince: null };
}

/** The check of an endpoint with what became of its deliveries: one that is switched off or fails is not in order. */
export function withDeliveries(check: Check, facts: EndpointFacts | undefined): Check {
  if (facts === undefined) return check;
  const fault = faultOf(facts);
  const message = [check.message, ...(fault ? [fault.text] : []), ...backlogOf(facts)].join('; ');
  if (check.verdict !== 'ok' || fault === null) return { ...check, message };
  return warning(check.name, message, fault.hint);
}

/** A check for each endpoint that deliveries wait for and that is not configured. */
export function checkForgotten(all: readonly EndpointFacts[], configured: readonly string[]): Check[] {
  return all
    .filter(({ endpoint, waiting }) => waiting > 0 && !configured.includes(endpoint))
    .map((facts) =>
      warning(
        `endpoint ${facts.endpoint}`,
        ['not configured here', ...backlogOf(facts)].join('; '),
        `A process that has it sends them; where it is gone for good, \`confiture webhooks discard --endpoint ${facts.endpoint}\` settles them.`,
      ),
    );
}

function faultOf(facts: EndpointFacts): { readonly text: string; readonly hint: string } | null {
  const { endpoint, disabledAt, disabledReason, failures, failingSince } = facts;
  if (disabledAt)
    return {
      text: `switched off since ${momentText(disabledAt)}: ${disabledReason ?? ''}`,
      hint: `Find out why, then \`confiture webhooks enable ${endpoint}\` switches it on again.`,
    };
  if (failures === 0) return null;
  const since = failingSince ? ` since ${momentText(failingSince)}` : '';
  return {
    text: `failing${since}, ${failures === 1 ? 'one attempt' : `${failures} attempts in a row`}`,
    hint: `\`confiture webhooks test ${endpoint}\` shows request and answer; \`confiture webhooks deliveries --endpoint ${endpoint}\` what is stored.`,
  };
}

function backlogOf({ waiting, waitingSince, lastAnswers }: EndpointFacts): string[] {
  const since = waitingSince ? `, the oldest since ${momentText(waitingSince)}` : '';
  return [
    ...(waiting > 0 ? [`${waiting} waiting${since}`] : []),
    ...(lastAnswers.length > 0 ? [`last answers: ${lastAnswers.join(', ')}`] : []),
  ];
}
