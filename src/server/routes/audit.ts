import { z } from 'zod';
import { auditObject } from '../../app/documents/lifecycle/audit.js';
import { csvRow } from '../../app/lists/csv-row.js';
import { pageDocument, readPage } from '../../app/lists/page.js';
import { readPeriod, type WrittenPeriod } from '../../app/lists/period.js';
import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import { type AuditFilter, listAudit } from '../../storage/audit/list-audit.js';
import { defineRoute } from '../route.js';
import { AuditEntry, AuditList } from '../schemas/audit.js';
import { pageQuery, pageRequest, periodQuery } from '../schemas/paging.js';
import type { ServerContext } from '../server-context.js';

const filterQuery = {
  actor: z.string().max(400).optional(),
  action: z.string().max(100).optional().meta({ description: 'An action, or all of a noun: `webhook.*`.' }),
  subject_kind: z.string().max(40).optional(),
  subject_id: z.string().max(400).optional(),
  token_id: z.string().max(100).optional(),
  request_id: z.string().max(100).optional(),
  ...periodQuery,
};
const Filter = z.strictObject(filterQuery);

const listAuditLog = defineRoute({
  method: 'get',
  path: '/audit',
  operationId: 'listAuditLog',
  tag: 'audit',
  summary: 'Lists who changed what, newest first.',
  scope: 'read',
  query: z.strictObject({ ...pageQuery, ...filterQuery }),
  answers: { 200: { schema: AuditList, description: 'A page of entries.' } },
  handle: async ({ query }, server) => {
    const page = await server.withConnection(async (connection, scope) => {
      const filter = await filterOf(connection, query);
      const source = {
        list: 'audit',
        read: (keyset: Parameters<typeof listAudit>[3]) => listAudit(connection, scope, filter, keyset),
        keyOf: ({ id }: { readonly id: string }) => [id],
      };
      return readPage(source, pageRequest(query));
    });
    return { status: 200, body: pageDocument(page, auditObject) };
  },
});

const getAuditEntry = defineRoute({
  method: 'get',
  path: '/audit/{id}',
  operationId: 'getAuditEntry',
  tag: 'audit',
  summary: 'Gets one entry of the audit log, with what was changed.',
  scope: 'read',
  params: z.strictObject({ id: z.string().regex(/^aud_\d{1,18}$/) }),
  answers: { 200: { schema: AuditEntry, description: 'The entry.' } },
  problems: ['AUDIT_UNKNOWN'],
  handle: async ({ params: { id } }, server) => {
    const keyset = { after: null, order: 'desc', limit: 1 } as const;
    const [entry] = await server.withConnection((connection, scope) =>
      listAudit(connection, scope, { id: id.replace(/^aud_/, '') }, keyset),
    );
    if (entry === undefined)
      throw new ConfitureError('AUDIT_UNKNOWN', `there is no entry ${id}`, {
        hint: 'GET /v1/audit lists what there is.',
      });
    return { status: 200, body: auditObject(entry) };
  },
});

const exportAuditLog = defineRoute({
  method: 'get',
  path: '/audit/export',
  operationId: 'exportAuditLog',
  tag: 'audit',
  summary: 'Writes the audit log as JSON lines or as CSV, oldest first.',
  description:
    'CSV is as in RFC 4180, with names of columns; objects are JSON. What a spreadsheet would take for a formula has an apostrophe in front.',
  scope: 'read',
  query: z.strictObject({
    format: z.enum(['jsonl', 'csv']).optional().meta({ description: 'Default: `jsonl`.' }),
    ...filterQuery,
  }),
  answers: {
    200: {
      contentType: 'application/jsonl',
      otherContentTypes: ['text/csv'],
      schema: z.string(),
      description: 'One entry a line or record. An answer that is cut off was not complete.',
      headers: { 'content-disposition': 'Names a file.' },
    },
  },
  handle: async ({ query: { format = 'jsonl', ...query }, signal }, server) => {
    const filter = await server.withConnection((connection) => filterOf(connection, query));
    return {
      status: 200,
      headers: {
        'content-type': FORMATS[format].contentType,
        'content-disposition': `attachment; filename="audit.${format}"`,
      },
      body: exported(server, filter, FORMATS[format], signal),
    };
  },
});

interface ExportFormat {
  readonly contentType: string;
  /** What stands before the entries. */
  readonly head: string;
  readonly lineOf: (entry: ReturnType<typeof auditObject>) => string;
}

const COLUMNS = AuditEntry.keyof().options;

const FORMATS: Readonly<Record<'jsonl' | 'csv', ExportFormat>> = {
  jsonl: {
    contentType: 'application/jsonl',
    head: '',
    lineOf: (entry) => `${JSON.stringify(entry)}\n`,
  },
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvRow(COLUMNS),
    lineOf: (entry) => csvRow(COLUMNS.map((column) => entry[column])),
  },
};

const ENTRIES_AT_ONCE = 1_000;

/** Read piece by piece, so that a session is held for a moment and memory does not grow with the log. */
function exported(
  server: ServerContext,
  filter: AuditFilter,
  { head, lineOf }: ExportFormat,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: readonly string[] | null = null;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(head)),
    async pull(controller) {
      signal.throwIfAborted();
      const keyset = { after, order: 'asc', limit: ENTRIES_AT_ONCE } as const;
      const entries = await server.withConnection((connection, scope) =>
        listAudit(connection, scope, filter, keyset),
      );
      const last = entries.at(-1);
      if (last === undefined) return controller.close();
      after = [last.id];
      controller.enqueue(encoder.encode(entries.map((entry) => lineOf(auditObject(entry))).join('')));
    },
  });
}

async function filterOf(
  connection: Connection,
  query: WrittenPeriod & Omit<z.output<typeof Filter>, keyof WrittenPeriod>,
): Promise<AuditFilter> {
  const { actor, action, subject_kind, subject_id, token_id, request_id } = query;
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(subject_kind !== undefined && { subjectKind: subject_kind }),
    ...(subject_id !== undefined && { subjectId: subject_id }),
    ...(token_id !== undefined && { tokenId: token_id }),
    ...(request_id !== undefined && { requestId: request_id }),
    ...(await readPeriod(connection, query)),
  };
}

export const auditRoutes = [listAuditLog, exportAuditLog, getAuditEntry];
