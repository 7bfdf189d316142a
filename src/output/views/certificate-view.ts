import { momentText } from '../../text/moment.js';
import { displayText } from '../terminal/display-text.js';
import { drawTable } from '../terminal/table.js';
import type { Theme } from '../terminal/theme.js';
import { fact } from './fact.js';

export interface CertificateRow {
  readonly id: string;
  readonly name: string;
  readonly queries: number;
  readonly keyId: string;
  readonly createdAt: Date;
}

/** What a certificate states. */
export interface StatementFacts {
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicate: {
    readonly states: string;
    readonly certificate_id: string;
    readonly issued_at: string;
    readonly environment: string;
    readonly commit: string | null;
    readonly plan_hash: string | null;
    readonly migration: { readonly name: string };
    readonly database: { readonly name: string };
    readonly queries: readonly {
      readonly number: number;
      readonly line: number;
      readonly rows: number;
      readonly ordered: boolean;
      readonly result_sha256_after: string;
    }[];
  };
}

const COLUMNS = [
  { title: 'Certificate', whole: true },
  { title: 'Migration' },
  { title: 'Queries', align: 'right' },
  { title: 'Key' },
  { title: 'Made at (UTC)' },
] as const;

/** Certificates, newest first. */
export function certificatesView(rows: readonly CertificateRow[], theme: Theme): string {
  if (rows.length === 0) return 'There are no certificates.';
  const cells = rows.map(({ id, name, queries, keyId, createdAt }) => [
    id,
    name,
    String(queries),
    keyId,
    momentText(createdAt),
  ]);
  return drawTable(COLUMNS, cells, theme).join('\n');
}

const QUERY_COLUMNS = [
  { title: 'Query', align: 'right' },
  { title: 'Line', align: 'right' },
  { title: 'Rows', align: 'right' },
  { title: 'Ordered' },
  { title: 'SHA-256 of the result' },
] as const;

/** One certificate, in words. */
export function statementView({ subject, predicate }: StatementFacts, theme: Theme): string {
  const [file] = subject;
  const rows = predicate.queries.map((query) => [
    String(query.number),
    String(query.line),
    String(query.rows),
    query.ordered ? 'yes' : 'no',
    query.result_sha256_after.slice(0, 16),
  ]);
  return [
    displayText(predicate.states),
    '',
    ...fact('Certificate', displayText(predicate.certificate_id), theme),
    ...fact('Migration', displayText(predicate.migration.name), theme),
    ...fact('SHA-256 of its file', file && displayText(file.digest.sha256), theme),
    ...fact('Database', displayText(`${predicate.database.name} (${predicate.environment})`), theme),
    ...fact('Issued at', displayText(predicate.issued_at), theme),
    ...fact('Commit', predicate.commit === null ? undefined : displayText(predicate.commit), theme),
    ...fact('Plan', predicate.plan_hash === null ? undefined : displayText(predicate.plan_hash), theme),
    '',
    ...drawTable(QUERY_COLUMNS, rows, theme),
  ].join('\n');
}

/** A certificate whose signature holds. */
export function verificationView(statement: StatementFacts, keyId: string, theme: Theme): string {
  const mark = theme.paint('good', theme.glyphs.done);
  return `${mark} The certificate is valid: key ${displayText(keyId)} signed it, and no byte was altered.\n\n${statementView(statement, theme)}`;
}
