import { quoteLiteral } from '../../database/quote.js';
import { ledgerName } from '../../runner/ledger/ledger.js';
import { type Check, failed, ok, warning } from './check.js';
import type { DoctorContext } from './context.js';

interface Privileges {
  readonly make_tables: boolean;
  readonly use_ledger: boolean;
  readonly make_schemas: boolean;
  readonly has_own_schema: boolean;
  readonly use_own_schema: boolean;
}

/** What the role must be allowed. `needsOutbox`: there are endpoints, whose events are stored in schema `confiture`. */
export async function checkPrivileges(
  { connection, facts }: DoctorContext,
  { needsOutbox }: { readonly needsOutbox: boolean },
): Promise<Check> {
  const { ledger, role } = facts;
  const table = ledger.exists ? `to_regclass(${quoteLiteral(ledgerName(ledger))})` : 'null::regclass';
  const [row] = await connection.query<Privileges>(
    `select coalesce(has_schema_privilege(s.oid, 'create'), false) as make_tables,
      coalesce(has_table_privilege(t.oid, 'select') and has_table_privilege(t.oid, 'insert')
        and has_table_privilege(t.oid, 'delete'), true) as use_ledger,
      has_database_privilege(current_database(), 'create') as make_schemas,
      o.oid is not null as has_own_schema,
      coalesce(has_schema_privilege(o.oid, 'usage') and has_schema_privilege(o.oid, 'create'), false)
        and not exists (select from pg_class c where c.relnamespace = o.oid and c.relkind = 'r'
          and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
            and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))) as use_own_schema
    from (values (1)) as one
    left join pg_namespace s on s.nspname = ${quoteLiteral(ledger.schema)}
    left join pg_namespace o on o.nspname = 'confiture'
    left join (select ${table}::oid as oid) t on true`,
  );
  if (!row) throw new Error('the server answered without a row');
  const lacks = lacksOf(row, ledger, needsOutbox);
  const [worst] = lacks;
  if (!worst) return ok('privileges', `${role} may do all that is needed`);
  const message = `${role} may not ${lacks.map(({ what }) => what).join(', nor ')}`;
  const hint = lacks.map(({ grant }) => grant).join(' ');
  const code = lacks.find((lack) => lack.code)?.code;
  return code ? failed('privileges', code, message, hint) : warning('privileges', message, hint);
}

interface Lack {
  readonly what: string;
  readonly grant: string;
  /** What a run would end in for want of it; without it only some runs would. */
  readonly code?: 'LEDGER_UNUSABLE' | 'OUTBOX_UNUSABLE';
}

function lacksOf(row: Privileges, ledger: DoctorContext['facts']['ledger'], needsOutbox: boolean): Lack[] {
  const { schema, table, exists } = ledger;
  const outbox = needsOutbox ? ({ code: 'OUTBOX_UNUSABLE' } as const) : {};
  const lacks: (Lack | false)[] = [
    !row.use_ledger && {
      what: `read and write ${schema}.${table}`,
      grant: `Grant select, insert, update, delete on ${schema}.${table}.`,
      code: 'LEDGER_UNUSABLE',
    },
    !row.make_tables && {
      what: `make tables in schema ${schema}`,
      grant: `Grant create on schema ${schema}.`,
      ...(!exists && { code: 'LEDGER_UNUSABLE' as const }),
    },
    !row.has_own_schema &&
      !row.make_schemas && {
        what: 'make schema confiture (events, and files that run statement by statement)',
        grant:
          'Grant create on the database, or have the schema made: create schema confiture authorization ….',
        ...outbox,
      },
    row.has_own_schema &&
      !row.use_own_schema && {
        what: 'use the tables in schema confiture',
        grant: 'Grant usage, create on schema confiture, and all on its tables.',
        ...outbox,
      },
  ];
  return lacks.filter((lack) => lack !== false);
}
