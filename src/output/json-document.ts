import { maskKnownSecrets } from '../events/redaction.js';

/**
 * One JSON value on one line, the same value to every parser. Characters that a terminal or the log of a CI
 * job would act on are written as `\u` escapes; JSON itself only escapes the first 32. Secrets are masked here too,
 * for whoever builds a document may not know where its texts come from: names of files hold keys now and then.
 */
export function jsonDocument(value: unknown): string {
  const json = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return maskKnownSecrets(part);
    return typeof part === 'bigint' ? part.toString() : part;
  });
  return json.replace(ACTED_ON, escapeUnits);
}

// Outside of strings JSON has none of these: two colons or hashes in a row occur in strings only.
const ACTED_ON = /[\u007f\p{Cf}\p{Co}\u0080-\u009f\u2028\u2029]|(?<=:):|(?<=#)#/gu;

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
