import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { COLUMNS } from './rows.js';
import type { ReadableParts, SealedParts, StoredEndpoint } from './stored-endpoint.js';

/**
 * To be called first in a transaction that changes endpoints of `scope`: workers see afterwards that they have changed,
 * and two changes at once wait for each other, so that what is read next stays true until the commit.
 */
export async function raiseRevision(connection: Connection, { project, environment }: Scope): Promise<void> {
  await connection.query(
    `insert into confiture.webhook_revisions as r (project, environment, revision) values ($1, $2, 1)
     on conflict (project, environment) do update set revision = r.revision + 1`,
    [project, environment],
  );
}

export interface NewEndpoint extends ReadableParts, SealedParts {
  readonly id: string;
  readonly name: string;
  readonly createdBy: string;
}

/** Null where another endpoint of the scope has the name. */
export async function insertEndpoint(
  connection: Connection,
  { project, environment }: Scope,
  endpoint: NewEndpoint,
): Promise<StoredEndpoint | null> {
  const [row] = await connection.query<StoredEndpoint>(
    `insert into confiture.webhooks as w (id, project, environment, name, created_by, events, format, schedule, timeout_ms,
       allow_insecure, key_id, sealed_url, sealed_headers, sealed_secrets)
     values ($1, $2, $3, $4, $5, $6::json, $7, $8::json, $9, $10, $11, $12, $13, $14)
     on conflict (project, environment, name) do nothing returning ${COLUMNS}`,
    [endpoint.id, project, environment, endpoint.name, endpoint.createdBy, ...valuesOf(endpoint)],
  );
  return row ?? null;
}

/** When the parts of an endpoint were changed; null leaves what was there. */
export interface ChangeTimes {
  readonly isUrlNew: boolean;
  readonly isRotated: boolean;
  readonly overlapUntil: Date | null;
}

export async function updateEndpoint(
  connection: Connection,
  id: string,
  parts: ReadableParts & SealedParts,
  { isUrlNew, isRotated, overlapUntil }: ChangeTimes,
): Promise<StoredEndpoint> {
  const [row] = await connection.query<StoredEndpoint>(
    `update confiture.webhooks w set events = $2::json, format = $3, schedule = $4::json, timeout_ms = $5,
       allow_insecure = $6, key_id = $7, sealed_url = $8, sealed_headers = $9, sealed_secrets = $10,
       url_changed_at = case when $11 then clock_timestamp() else w.url_changed_at end,
       rotated_at = case when $12 then clock_timestamp() else w.rotated_at end,
       overlap_until = $13, version = w.version + 1, updated_at = clock_timestamp()
     where w.id = $1 returning ${COLUMNS}`,
    [id, ...valuesOf(parts), isUrlNew, isRotated, overlapUntil],
  );
  if (row === undefined) throw new Error('an endpoint that was read in this transaction is gone');
  return row;
}

export async function deleteEndpoint(connection: Connection, id: string): Promise<void> {
  await connection.query('delete from confiture.webhooks where id = $1', [id]);
}

/** The state of an endpoint was changed by hand, which is kept beside its deliveries. */
export async function raiseVersion(connection: Connection, id: string): Promise<StoredEndpoint> {
  const [row] = await connection.query<StoredEndpoint>(
    `update confiture.webhooks w set version = w.version + 1, updated_at = clock_timestamp()
     where w.id = $1 returning ${COLUMNS}`,
    [id],
  );
  if (row === undefined) throw new Error('an endpoint that was read in this transaction is gone');
  return row;
}

/** In the order of the statements above. */
function valuesOf({
  events,
  format,
  schedule,
  timeoutMs,
  allowInsecure,
  ...sealed
}: ReadableParts & SealedParts) {
  const { keyId, sealedUrl, sealedHeaders, sealedSecrets } = sealed;
  const readable = [JSON.stringify(events), format, JSON.stringify(schedule), timeoutMs, allowInsecure];
  return [...readable, keyId, sealedUrl, sealedHeaders, sealedSecrets];
}
