import type { Connection } from '../../database/connection.js';
import { beyondSql, type Keyset, orderSql } from '../keyset.js';
import type { Scope } from '../scope.js';
import type { AuditActor, AuditSubjectKind } from './audit-entry.js';

/** An entry of the audit log as it is stored. */
export interface StoredAuditEntry {
  /** A whole number that grows, as text. */
  readonly id: string;
  readonly at: Date;
  readonly by: Required<AuditActor>;
  readonly action: string;
  readonly subject: { readonly kind: AuditSubjectKind; readonly id: string | null };
  readonly reason: string | null;
  readonly runId: string | null;
  readonly before: object | null;
  readonly after: object | null;
}

/** Which entries are meant; each that is left out narrows nothing. */
export interface AuditFilter {
  /** A whole number as text. */
  readonly id?: string;
  readonly actor?: string;
  /** An action, or all of a noun: `webhook.*`. */
  readonly action?: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly tokenId?: string;
  readonly requestId?: string;
  readonly since?: Date;
  readonly until?: Date;
}

interface AuditRow extends Omit<StoredAuditEntry, 'by' | 'subject'>, Required<AuditActor> {
  readonly subjectKind: AuditSubjectKind;
  readonly subjectId: string | null;
}

/** The identity alone: it grows, and its text is exact. */
const SORT_KEY = ['audit.id'];

const COLUMNS = `id::text as id, created_at as at, actor, actor_source as source, token_id as "tokenId",
  token_name as "tokenName", address, request_id as "requestId", action, subject_kind as "subjectKind",
  subject as "subjectId", reason, run_id as "runId", before, after`;

/** Entries of a project in its environment. */
export async function listAudit(
  connection: Connection,
  { project, environment }: Scope,
  filter: AuditFilter,
  keyset: Keyset,
): Promise<readonly StoredAuditEntry[]> {
  const values: unknown[] = [project, environment, keyset.limit];
  const narrow = (condition: string, value: unknown) => {
    if (value === undefined || value === null) return [];
    values.push(value);
    return [condition.replace('?', `$${values.length}`)];
  };
  const conditions = [
    'project = $1 and environment = $2',
    ...narrow('id = ?::bigint', filter.id),
    ...narrow('actor = ?', filter.actor),
    ...(filter.action?.endsWith('.*')
      ? narrow('starts_with(action, ?)', filter.action.slice(0, -1))
      : narrow('action = ?', filter.action)),
    ...narrow('subject_kind = ?', filter.subjectKind),
    ...narrow('subject = ?', filter.subjectId),
    ...narrow('token_id = ?', filter.tokenId),
    ...narrow('request_id = ?', filter.requestId),
    ...narrow('created_at >= ?::timestamptz', filter.since),
    ...narrow('created_at < ?::timestamptz', filter.until),
    beyondSql(SORT_KEY, keyset),
  ];
  const rows = await connection.query<AuditRow>(
    `select ${COLUMNS} from confiture.audit where ${conditions.join(' and ')} ${orderSql(SORT_KEY, keyset)} limit $3`,
    values,
  );
  return rows.map(toEntry);
}

function toEntry({ subjectKind, subjectId, ...row }: AuditRow): StoredAuditEntry {
  const { id, at, action, reason, runId, before, after, ...by } = row;
  return { id, at, by, action, subject: { kind: subjectKind, id: subjectId }, reason, runId, before, after };
}
