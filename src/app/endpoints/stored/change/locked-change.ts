import { inTransaction } from '../../../../database/in-transaction.js';
import { raiseRevision } from '../../../../endpoints/stored/change-rows.js';
import { findStored } from '../../../../endpoints/stored/rows.js';
import type { SecretParts, StoredEndpoint } from '../../../../endpoints/stored/stored-endpoint.js';
import { unsealParts } from '../../../../endpoints/stored/unseal-endpoint.js';
import { ConfitureError } from '../../../../errors.js';
import type { ManageContext } from '../manage-context.js';
import { type MasterKeys, requireMasterKeys } from '../master-keys.js';
import { showRow } from '../show-row.js';
import type { ShownEndpoint } from '../shown-endpoint.js';

/** Which endpoint a change is for. */
export interface EndpointChoice {
  readonly idOrName: string;
  /** Throws where the endpoint is not what its caller has seen; default: any will do. */
  readonly expect?: (shown: ShownEndpoint) => void;
}

/**
 * Calls `work` with an endpoint that no other change touches meanwhile, in one transaction.
 * @throws ENDPOINT_UNKNOWN, ENDPOINT_FIXED, and what `expect` throws
 */
export async function changeLocked<T>(
  context: ManageContext,
  choice: EndpointChoice,
  work: (row: StoredEndpoint) => Promise<T>,
): Promise<T> {
  const { connection, scope } = context;
  refuseFixed(context, choice.idOrName);
  return inTransaction(connection, async () => {
    await raiseRevision(connection, scope);
    const row = await findStored(connection, scope, choice.idOrName);
    if (row === null) throw unknownEndpoint(choice.idOrName);
    if (choice.expect) choice.expect(await showRow(context, row));
    return work(row);
  });
}

/** @throws ENDPOINT_LOCKED, MASTER_KEY_MISSING, MASTER_KEY_INVALID */
export function requireUnsealed(
  { scope, settings }: Pick<ManageContext, 'scope' | 'settings'>,
  row: StoredEndpoint,
): { readonly parts: SecretParts; readonly keys: MasterKeys } {
  const keys = requireMasterKeys(settings);
  const unsealed = unsealParts(row, scope, keys);
  if (unsealed.kind === 'unsealed') return { parts: unsealed.parts, keys };
  const reason =
    unsealed.kind === 'key-missing'
      ? `its master key (${unsealed.keyId}) is not here`
      : `what is stored of it was not sealed by its master key (${unsealed.keyId}), or was altered`;
  throw new ConfitureError('ENDPOINT_LOCKED', `endpoint ${row.name} cannot be opened: ${reason}`, {
    hint: 'Put the key back into CONFITURE_MASTER_KEY, after the present one; where it is lost, remove the endpoint and make it again.',
  });
}

export function unknownEndpoint(idOrName: string): ConfitureError {
  return new ConfitureError('ENDPOINT_UNKNOWN', `there is no stored endpoint ${idOrName}`, {
    hint: '`confiture webhooks list` says what there is.',
  });
}

function refuseFixed({ settings }: ManageContext, name: string): void {
  const fixed = settings.endpoints.find((endpoint) => endpoint.name === name);
  if (fixed === undefined) return;
  const where = fixed.source === 'environment' ? 'in variables of the environment' : 'in the config file';
  throw new ConfitureError('ENDPOINT_FIXED', `endpoint ${name} is set ${where}`, {
    hint: `Change it ${fixed.source === 'environment' ? 'where its CONFITURE_WEBHOOK_ variables are set' : 'there, below webhooks.endpoints'}.`,
  });
}
