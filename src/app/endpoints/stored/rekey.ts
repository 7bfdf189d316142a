import { inTransaction } from '../../../database/in-transaction.js';
import { raiseRevision } from '../../../endpoints/stored/change-rows.js';
import {
  countSealedElsewhere,
  listSealedByOthers,
  type SealedElsewhere,
  storeResealed,
} from '../../../endpoints/stored/rekey-rows.js';
import { sealParts, unsealParts } from '../../../endpoints/stored/unseal-endpoint.js';
import { recordAudit } from '../../../storage/audit/record-audit.js';
import type { ManageContext } from './manage-context.js';
import { type MasterKeys, requireMasterKeys } from './master-keys.js';

export interface RekeyResult {
  /** The key that seals from now on. */
  readonly keyId: string;
  readonly rekeyed: number;
  /** What still needs another key, because that is not here. */
  readonly left: readonly { readonly name: string; readonly keyId: string }[];
  /** What still needs another key in the other projects and environments of the database, which this leaves alone. */
  readonly elsewhere: readonly SealedElsewhere[];
}

const BATCH = 100;
/** An endpoint that is changed meanwhile is met again in the next pass. */
const PASSES = 3;

/**
 * Seals everything with the first of the master keys, in batches, while workers go on: they know both keys. It can be
 * stopped and repeated at any moment. @throws MASTER_KEY_MISSING, MASTER_KEY_INVALID
 */
export async function rekey(context: ManageContext): Promise<RekeyResult> {
  const keys = requireMasterKeys(context.settings);
  let rekeyed = 0;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const { changed, left, isSettled } = await rekeyOnce(context, keys);
    rekeyed += changed;
    if (!isSettled && pass < PASSES - 1) continue;
    const elsewhere = await countSealedElsewhere(context.connection, context.scope, keys[0].id);
    return { keyId: keys[0].id, rekeyed, left, elsewhere };
  }
  throw new Error('a loop of passes ended without a result');
}

interface PassResult {
  readonly changed: number;
  readonly left: RekeyResult['left'];
  /** False where another pass may do more. */
  readonly isSettled: boolean;
}

async function rekeyOnce(context: ManageContext, keys: MasterKeys): Promise<PassResult> {
  const { connection, scope } = context;
  const [key] = keys;
  const left: { name: string; keyId: string }[] = [];
  let changed = 0;
  let isSettled = true;
  for (let afterId = ''; ; ) {
    const rows = await listSealedByOthers(connection, scope, { keyId: key.id, afterId, limit: BATCH });
    const last = rows.at(-1);
    if (last === undefined) return { changed, left, isSettled };
    afterId = last.id;
    const count = await inTransaction(connection, async () => {
      let stored = 0;
      await raiseRevision(connection, scope);
      for (const row of rows) {
        const unsealed = unsealParts(row, scope, keys);
        if (unsealed.kind !== 'unsealed') left.push({ name: row.name, keyId: row.keyId });
        else if (await storeResealed(connection, row, sealParts(row.id, scope, unsealed.parts, key)))
          stored += 1;
        else isSettled = false;
      }
      if (stored > 0) await recordRekeyed(context, key.id, stored);
      return stored;
    });
    changed += count;
  }
}

async function recordRekeyed(
  { connection, scope, by }: ManageContext,
  id: string,
  count: number,
): Promise<void> {
  await recordAudit(connection, scope, {
    by,
    action: 'key.changed',
    subject: { kind: 'key', id },
    after: { endpoints: count },
  });
}
