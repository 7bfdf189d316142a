import type { Connection } from '../../database/connection.js';

/** A delivery that another process is sending, or has settled. */
export interface ElsewhereDelivery {
  readonly id: string;
  readonly isFailed: boolean;
}

/** Those of `ids` that are not for the holder of `token` to send any more. */
export async function findElsewhere(
  connection: Connection,
  token: string,
  ids: readonly string[],
): Promise<ElsewhereDelivery[]> {
  return connection.query<ElsewhereDelivery>(
    `select id, state = 'failed' as "isFailed" from confiture.deliveries
     where id = any ($2::text[]) and (state <> 'waiting' or lease_token <> $1)`,
    [token, ids],
  );
}
