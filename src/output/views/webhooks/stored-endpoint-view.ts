import { displayText } from '../../terminal/display-text.js';
import { ShownOnce } from '../../terminal/shown-once.js';
import { formatCount } from '../../terminal/wording.js';

/** The public part of an endpoint of the database. */
export interface StoredEndpointFacts {
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
  readonly events: readonly string[];
  readonly format: string;
  readonly overlap_until: string | null;
}

/** The secret is shown here and nowhere else. */
export function addedView(endpoint: StoredEndpointFacts, secret: string): string {
  const { name, id, url, events, format } = endpoint;
  return [
    `${displayText(name)} (${id}) gets ${events.map(displayText).join(', ')} as ${format}, at ${displayText(url ?? '')}.`,
    'Its signing secret, which is not shown again:',
    `  ${new ShownOnce(secret).text}`,
  ].join('\n');
}

export function updatedView({ name, url }: StoredEndpointFacts, hasNewUrl: boolean): string {
  const changed = `${displayText(name)} is changed.`;
  return hasNewUrl
    ? `${changed} What waits for it, and what is retried, goes to ${displayText(url ?? '')}.`
    : changed;
}

export function rotatedView({ name, overlap_until: until }: StoredEndpointFacts, secret: string): string {
  const before =
    until === null
      ? 'the one before signs nothing any more'
      : `until ${until} both sign, and headers that hold one signature have that of the one before`;
  return [
    `${displayText(name)} has a new signing secret; ${before}. It is not shown again:`,
    `  ${new ShownOnce(secret).text}`,
  ].join('\n');
}

export function removedView(name: string, discarded: number): string {
  const removed = `${displayText(name)} is removed.`;
  return discarded === 0
    ? removed
    : `${removed} ${formatCount(discarded, 'delivery', 'deliveries')} ${discarded === 1 ? 'was' : 'were'} discarded.`;
}

/** What `webhooks enable` did. */
export function enabledView(
  name: string,
  { changed, givenUp }: { readonly changed: boolean; readonly givenUp: number },
): string {
  if (!changed) return `${displayText(name)} was not switched off.`;
  const on = `${displayText(name)} is switched on again.`;
  if (givenUp === 0) return on;
  const events = `${formatCount(givenUp, 'event')} that waited meanwhile ${givenUp === 1 ? 'is' : 'are'} not sent`;
  return `${on} ${events}; \`confiture webhooks retry --endpoint ${displayText(name)}\` sends ${givenUp === 1 ? 'it' : 'them'}.`;
}

/** What `serve rekey` did. */
export function rekeyedView({
  keyId,
  rekeyed,
  left,
  elsewhere,
}: {
  readonly keyId: string;
  readonly rekeyed: number;
  readonly left: readonly { readonly name: string; readonly keyId: string }[];
  readonly elsewhere: readonly {
    readonly project: string;
    readonly environment: string;
    readonly keyId: string;
    readonly count: number;
  }[];
}): string {
  const done = `${formatCount(rekeyed, 'endpoint')} sealed with ${keyId}.`;
  const others = elsewhere.map(
    ({ project, environment, keyId, count }) =>
      `${formatCount(count, 'endpoint')} of ${displayText(project)} in environment ${displayText(environment)} still sealed with ${keyId}: run this there too, and keep that key until then.`,
  );
  const none =
    others.length === 0 ? 'No other master key is needed any more.' : 'Here no other key is needed.';
  if (left.length === 0) return [`${done} ${none}`, ...others].join('\n');
  return [
    done,
    ...others,
    ...left.map((each) => `${displayText(each.name)} still needs ${each.keyId}, which is not here.`),
  ].join('\n');
}
