import type { Connection } from '../../../database/connection.js';
import { quoteLiteral } from '../../../database/quote.js';
import { hasTable } from '../../../storage/has-table.js';
import { beyondSql, type Keyset, orderSql } from '../../../storage/keyset.js';
import type { Scope } from '../../../storage/scope.js';
import type { StoredCertificate } from './store-certificate.js';

/** A certificate as it is listed. */
export interface ListedCertificate extends Omit<StoredCertificate, 'envelope'> {
  readonly createdAt: Date;
}

const COLUMNS = `id, project, environment, run_id as "runId", migration_version as version, migration_name as name,
  plan_hash as "planHash", key_id as "keyId", queries, payload_sha256 as sha256, created_at as "createdAt"`;

/** The newest certificates of a project in its environment, newest first. */
export async function listCertificates(
  connection: Connection,
  scope: Scope,
  limit: number,
): Promise<readonly ListedCertificate[]> {
  return connection.query<ListedCertificate>(
    `select ${COLUMNS} from confiture.certificates where ${ofScope(scope)}
     order by created_at desc, id desc limit ${limit}`,
  );
}

const SORT_KEY = ['certificates.created_at', 'certificates.id'];

/** A certificate with its place in lists. */
export type DatedCertificate = ListedCertificate & { readonly placedAt: string };

/** A page of them; with `version` those of one migration. */
export async function pageOfCertificates(
  connection: Connection,
  scope: Scope,
  version: string | null,
  keyset: Keyset,
): Promise<readonly DatedCertificate[]> {
  const ofVersion = version === null ? 'true' : `migration_version = ${quoteLiteral(version)}`;
  return connection.query<DatedCertificate>(
    `select ${COLUMNS}, created_at::text as "placedAt" from confiture.certificates
     where ${ofScope(scope)} and ${ofVersion} and ${beyondSql(SORT_KEY, keyset)}
     ${orderSql(SORT_KEY, keyset)} limit ${keyset.limit}`,
  );
}

/** The newest certificate of each migration, by version. */
export async function newestByVersion(
  connection: Connection,
  scope: Scope,
): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.query<{ version: string; id: string }>(
    `select distinct on (migration_version) migration_version as version, id from confiture.certificates
     where ${ofScope(scope)} order by migration_version, created_at desc, id desc`,
  );
  return new Map(rows.map(({ version, id }) => [version, id]));
}

/** One of them with its text, or null. */
export async function readCertificate(
  connection: Connection,
  scope: Scope,
  id: string,
): Promise<(ListedCertificate & Pick<StoredCertificate, 'envelope'>) | null> {
  const [row] = await connection.query<ListedCertificate & Pick<StoredCertificate, 'envelope'>>(
    `select ${COLUMNS}, envelope from confiture.certificates where ${ofScope(scope)} and id = ${quoteLiteral(id)}`,
  );
  return row ?? null;
}

/** False where no certificate was ever made: the table comes with the first. */
export function hasCertificates(connection: Connection): Promise<boolean> {
  return hasTable(connection, 'confiture.certificates');
}

function ofScope({ project, environment }: Scope): string {
  return `project = ${quoteLiteral(project)} and environment = ${quoteLiteral(environment)}`;
}
