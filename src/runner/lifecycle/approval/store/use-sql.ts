import { quoteLiteral } from '../../../../database/quote.js';
import { isServerError } from '../../../../database/server-error.js';

/** What the failing cast quotes. */
const REVOKED = 'the approval was revoked';

/**
 * Texts for a transaction that runs under a grant: they note that the grant is used, and fail where it was taken back
 * before. `version` is the migration that is complete with it; null for a part of one.
 */
export function useSql(approvalId: string, version: string | null): string[] {
  const id = quoteLiteral(approvalId);
  const applied =
    version === null
      ? 'applied'
      : `pg_catalog.array_append(applied, ${quoteLiteral(version)}::pg_catalog.text)`;
  return [
    `update confiture.approvals set applied = ${applied},
      used_at = coalesce(used_at, pg_catalog.clock_timestamp()) where id operator(pg_catalog.=) ${id}`,
    `select (case when exists (select from confiture.approval_decisions d
      where d.approval_id operator(pg_catalog.=) ${id} and d.verb operator(pg_catalog.=) 'revoke')
      then '${REVOKED}' else '0' end)::integer`,
  ];
}

/** True for the failure of a transaction whose grant was taken back. */
export function isRevoked(error: unknown): boolean {
  return isServerError(error) && error.code === '22P02' && error.message.includes(REVOKED);
}
