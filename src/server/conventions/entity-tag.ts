import { createHash } from 'node:crypto';
import { ConfitureError } from '../../errors.js';
import { serialize } from '../../events/serializer.js';

/** The `ETag` of what an answer shows; another one as soon as a field differs. */
export function entityTag(shown: object): string {
  return `"${createHash('sha256').update(serialize(shown)).digest('base64url').slice(0, 22)}"`;
}

/**
 * Lets a change through where `If-Match` names the state that is there, or is not sent. Called in the transaction of the
 * change.
 * @throws PRECONDITION_FAILED
 */
export function requireMatch(ifMatch: string | null, shown: object): void {
  if (ifMatch === null || ifMatch.trim() === '*') return;
  const tag = entityTag(shown);
  if (ifMatch.split(',').some((each) => each.trim() === tag)) return;
  throw new ConfitureError('PRECONDITION_FAILED', 'it was changed since it was read', {
    hint: 'Read it again, and send the change with its new ETag.',
  });
}
