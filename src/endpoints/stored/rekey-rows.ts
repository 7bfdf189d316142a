import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { COLUMNS } from './rows.js';
import type { SealedParts, StoredEndpoint } from './stored-endpoint.js';

/** Endpoints of a scope that another key than `keyId` has sealed, in the order of their ids from `afterId` on. */
export async function listSealedByOthers(
  connection: Connection,
  { project, environment }: Scope,
  { keyId, afterId, limit }: { readonly keyId: string; readonly afterId: string; readonly limit: number },
): Promise<StoredEndpoint[]> {
  return connection.query<StoredEndpoint>(
    `select ${COLUMNS} from confiture.webhooks w
     where w.project = $1 and w.environment = $2 and w.key_id <> $3 and w.id > $4 order by w.id limit $5`,
    [project, environment, keyId, afterId, limit],
  );
}

/** Endpoints of one project and environment that a key has sealed. */
export interface SealedElsewhere {
  readonly project: string;
  readonly environment: string;
  readonly keyId: string;
  readonly count: number;
}

/** Counts what other keys than `keyId` have sealed in the other projects and environments of the database. */
export async function countSealedElsewhere(
  connection: Connection,
  { project, environment }: Scope,
  keyId: string,
): Promise<SealedElsewhere[]> {
  return connection.query<SealedElsewhere>(
    `select project, environment, key_id as "keyId", count(*)::integer as count from confiture.webhooks
     where key_id <> $3 and (project <> $1 or environment <> $2)
     group by project, environment, key_id order by project, environment, key_id`,
    [project, environment, keyId],
  );
}

/** Stores what another key has sealed; false where the endpoint was changed since `row` was read. */
export async function storeResealed(
  connection: Connection,
  { id, version, keyId }: StoredEndpoint,
  sealed: SealedParts,
): Promise<boolean> {
  const rows = await connection.query(
    `update confiture.webhooks set key_id = $4, sealed_url = $5, sealed_headers = $6, sealed_secrets = $7
     where id = $1 and version = $2 and key_id = $3 returning 1`,
    [id, version, keyId, sealed.keyId, sealed.sealedUrl, sealed.sealedHeaders, sealed.sealedSecrets],
  );
  return rows.length > 0;
}
