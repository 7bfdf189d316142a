import type { Connection } from '../../database/connection.js';
import type { Scope } from '../scope.js';

/** Names one request of a caller among its repetitions. */
export interface ReplyKey {
  /** Id of the token. */
  readonly caller: string;
  readonly keyHash: string;
}

/** An answer as it is kept. */
export interface KeptReply {
  readonly status: number;
  /** JSON. */
  readonly headers: string;
  readonly body: string | null;
}

/** The state of a key. */
export type ReplyClaim =
  /** It is new: the request is to be done, and its answer kept, or the key released. */
  | { readonly kind: 'claimed' }
  /** The first request has not been answered yet. */
  | { readonly kind: 'busy' }
  /** It came with another request. */
  | { readonly kind: 'other' }
  | { readonly kind: 'kept'; readonly reply: KeptReply };

const KEPT_HOURS = 24;
/** Longer than any request may take: a server that has not answered by then has ended. */
const ABANDONED_MINUTES = 2;
const PRUNED = 100;

/**
 * Claims a key for a request. Of two servers that are asked at once, one gets it. Keys that are too old are free again,
 * and so are those whose server ended before it answered; what that one did may then be done again.
 */
export async function claimReply(
  connection: Connection,
  { project, environment }: Scope,
  { caller, keyHash }: ReplyKey,
  requestHash: string,
): Promise<ReplyClaim> {
  const claimed = await connection.query(
    `with old as (
       delete from confiture.api_replies where ctid = any (array(
         select ctid from confiture.api_replies
         where started_at < clock_timestamp() - interval '${KEPT_HOURS} hours'
           and (project, environment, caller, key_hash) <> ($1, $2, $3, $4) limit ${PRUNED}))
     )
     insert into confiture.api_replies as known (project, environment, caller, key_hash, request_hash)
     values ($1, $2, $3, $4, $5)
     on conflict (project, environment, caller, key_hash) do update
       set request_hash = excluded.request_hash, started_at = clock_timestamp(),
         status = null, headers = null, body = null
       where known.started_at < clock_timestamp() - interval '${KEPT_HOURS} hours' or (known.status is null
         and known.started_at < clock_timestamp() - interval '${ABANDONED_MINUTES} minutes')
     returning true as claimed`,
    [project, environment, caller, keyHash, requestHash],
  );
  if (claimed.length > 0) return { kind: 'claimed' };
  const [row] = await connection.query<
    { requestHash: string; status: number | null } & Omit<KeptReply, 'status'>
  >(
    `select request_hash as "requestHash", status, headers, body from confiture.api_replies
     where project = $1 and environment = $2 and caller = $3 and key_hash = $4`,
    [project, environment, caller, keyHash],
  );
  // Released meanwhile: the caller tries again.
  if (row === undefined) return { kind: 'busy' };
  const { requestHash: first, status, headers, body } = row;
  if (first !== requestHash) return { kind: 'other' };
  return status === null ? { kind: 'busy' } : { kind: 'kept', reply: { status, headers, body } };
}

/** Keeps the answer of a request that was done. */
export async function keepReply(
  connection: Connection,
  { project, environment }: Scope,
  { caller, keyHash }: ReplyKey,
  { status, headers, body }: KeptReply,
): Promise<void> {
  await connection.query(
    `update confiture.api_replies set status = $5::integer, headers = $6, body = $7
     where project = $1 and environment = $2 and caller = $3 and key_hash = $4`,
    [project, environment, caller, keyHash, status, headers, body],
  );
}

/** Frees the key of a request that was refused or failed. */
export async function releaseReply(
  connection: Connection,
  { project, environment }: Scope,
  { caller, keyHash }: ReplyKey,
): Promise<void> {
  await connection.query(
    `delete from confiture.api_replies
     where project = $1 and environment = $2 and caller = $3 and key_hash = $4 and status is null`,
    [project, environment, caller, keyHash],
  );
}
