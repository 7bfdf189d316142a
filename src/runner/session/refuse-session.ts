import { untrustedOwner } from '../../database/foreign-owner.js';
import { readOnlyServer } from '../../database/read-only.js';
import { ConfitureError } from '../../errors.js';
import type { SessionFacts } from './session.js';

/** Throws where the ledger must not be asked: another role's code would run, or the answer would lack rows. */
export function refuseUnsafeLedger({ foreign, rowSecurity, ledger, role }: SessionFacts): void {
  if (foreign.length > 0) throw untrustedOwner(foreign);
  if (rowSecurity) throw hiddenRows(`${ledger.schema}.${ledger.table}`, role);
}

/** Throws SERVER_READ_ONLY where nothing can be written in this session. */
export function refuseReadOnly({ readOnly }: SessionFacts): void {
  if (readOnly !== null) throw readOnlyServer(readOnly);
}

function hiddenRows(ledger: string, role: string): ConfitureError {
  return new ConfitureError(
    'LEDGER_UNUSABLE',
    `row security hides rows of the ledger ${ledger} from ${role}`,
    {
      hint: `Applied migrations would count as pending. Turn it off (alter table ${ledger} disable row level security), or migrate as the owner of the table.`,
    },
  );
}
