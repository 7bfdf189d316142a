import { createHash } from 'node:crypto';
import { ConfitureError } from '../../errors.js';
import type { ListOrder } from '../../storage/keyset.js';

/** A place in a list: beyond the row with this sort key, in the direction of the list or back towards its start. */
export interface ListPosition {
  readonly key: readonly string[];
  readonly isBackward: boolean;
}

const CHECKSUM_BYTES = 6;

/**
 * A place as opaque text. It names its list and order and carries a checksum, so that a cursor that was cut, altered or
 * taken from another list is refused. It holds no more than the key of a row that was shown, and so needs no secret.
 */
export function encodeCursor(list: string, order: ListOrder, { key, isBackward }: ListPosition): string {
  const content = Buffer.from(JSON.stringify([list, order, isBackward ? 1 : 0, ...key]), 'utf8');
  return Buffer.concat([checksumOf(content), content]).toString('base64url');
}

/** The place that `encodeCursor` was given. Throws CURSOR_INVALID. */
export function decodeCursor(list: string, order: ListOrder, cursor: string): ListPosition {
  const bytes = Buffer.from(cursor, 'base64url');
  const content = bytes.subarray(CHECKSUM_BYTES);
  if (
    !bytes.subarray(0, CHECKSUM_BYTES).equals(checksumOf(content)) ||
    bytes.toString('base64url') !== cursor
  )
    throw invalid('the cursor is not one that a list has given');
  const [ofList, ofOrder, isBackward, ...key] = JSON.parse(content.toString('utf8')) as [
    string,
    ListOrder,
    0 | 1,
    ...string[],
  ];
  if (ofList !== list) throw invalid(`the cursor is of another list, ${ofList}`);
  if (ofOrder !== order) throw invalid(`the cursor is of the order ${ofOrder}`);
  return { key, isBackward: isBackward === 1 };
}

function checksumOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest().subarray(0, CHECKSUM_BYTES);
}

function invalid(message: string): ConfitureError {
  return new ConfitureError('CURSOR_INVALID', message, {
    hint: 'Take next_cursor or prev_cursor as it is from an answer of the same list, or leave it out to begin anew.',
  });
}
