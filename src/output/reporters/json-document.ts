import { maskKnownSecrets, maskOwnText } from '../../redaction/redaction.js';
import { ShownOnce } from '../terminal/shown-once.js';

/**
 * One JSON value on one line, the same value to every parser. Characters that a terminal or the log of a CI
 * job would act on are written as `\u` escapes; JSON itself only escapes the first 32. Secrets are masked here too,
 * for the code that builds a document may not know where its texts come from: names of files hold keys now and then.
 */
export function jsonDocument(value: unknown): string {
  const json = JSON.stringify(value, (key, part: unknown) => {
    if (part instanceof ShownOnce) return part.text;
    if (key === FOREIGN && typeof part === 'object') return maskDeeply(part);
    if (typeof part === 'string') return OWN.has(key) ? maskOwnText(part) : maskKnownSecrets(part);
    return typeof part === 'bigint' ? part.toString() : part;
  });
  return json.replace(ACTED_ON, escapeUnits);
}

/** Sentences of our own, by key. */
const OWN: ReadonlySet<string> = new Set(['message', 'actionable', 'hint']);
/** What arrived at the local receiver: its keys are anybody's. */
const FOREIGN = 'body';

function maskDeeply(value: unknown): unknown {
  const json = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? maskKnownSecrets(part) : part,
  );
  return JSON.parse(json);
}

// Outside of strings JSON has none of these: two colons or hashes in a row occur in strings only.
const ACTED_ON = /[\u007f\p{Cf}\p{Co}\u0080-\u009f\u2028\u2029]|(?<=:):|(?<=#)#/gu;

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
