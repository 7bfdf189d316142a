import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import type { StoredEndpoint } from './stored-endpoint.js';

/** Columns of `confiture.webhooks w` as a `StoredEndpoint`. */
export const COLUMNS = `w.id, w.name, w.events, w.format, w.schedule, w.timeout_ms as "timeoutMs",
  w.allow_insecure as "allowInsecure", w.key_id as "keyId", w.sealed_url as "sealedUrl",
  w.sealed_headers as "sealedHeaders", w.sealed_secrets as "sealedSecrets", w.version, w.created_at as "createdAt",
  w.created_by as "createdBy", w.updated_at as "updatedAt", w.url_changed_at as "urlChangedAt",
  w.rotated_at as "rotatedAt", w.overlap_until as "overlapUntil"`;

/** The endpoints of a scope at one of its revisions. */
export interface EndpointsAt {
  /** Text, since it is compared only; null before the first endpoint. */
  readonly revision: string | null;
  readonly rows: readonly StoredEndpoint[];
}

/** All endpoints of a scope, by name. */
export async function listStored(
  connection: Connection,
  { project, environment }: Scope,
): Promise<StoredEndpoint[]> {
  return connection.query<StoredEndpoint>(
    `select ${COLUMNS} from confiture.webhooks w where w.project = $1 and w.environment = $2 order by w.name`,
    [project, environment],
  );
}

/** The endpoint with this id or name; null where there is none. */
export async function findStored(
  connection: Connection,
  { project, environment }: Scope,
  idOrName: string,
): Promise<StoredEndpoint | null> {
  const [row] = await connection.query<StoredEndpoint>(
    `select ${COLUMNS} from confiture.webhooks w
     where w.project = $1 and w.environment = $2 and (w.id = $3 or w.name = $3) order by w.id <> $3 limit 1`,
    [project, environment, idOrName],
  );
  return row ?? null;
}

/** The endpoints of a scope where its revision is no more `known`; null where nothing has changed since. */
export async function readChanged(
  connection: Connection,
  { project, environment }: Scope,
  known: string | null,
): Promise<EndpointsAt | null> {
  const rows = await connection.query<ChangedRow>(
    `select r.revision::text as revision, ${COLUMNS} from confiture.webhook_revisions r
     left join confiture.webhooks w on w.project = r.project and w.environment = r.environment
     where r.project = $1 and r.environment = $2 and r.revision::text is distinct from $3::text order by w.name`,
    [project, environment, known],
  );
  const [first] = rows;
  if (first === undefined) return null;
  return {
    revision: first.revision,
    rows: rows.filter((row) => row.id !== null) as readonly StoredEndpoint[],
  };
}

/** A row for each endpoint; one without an endpoint where the last of them is gone. */
type ChangedRow = { readonly revision: string } & (StoredEndpoint | { readonly id: null });
