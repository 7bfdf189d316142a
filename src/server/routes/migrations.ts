import { z } from 'zod';
import { migrationDetailObject, migrationObject } from '../../app/documents/lifecycle/migrations.js';
import { createMigration, MigrationInvalid } from '../../app/lifecycle/create-migration.js';
import {
  type ListedMigration,
  type MigrationFilter,
  type MigrationList as Read,
  readMigrations,
} from '../../app/lifecycle/list-migrations.js';
import { pageDocument, readPage } from '../../app/lists/page.js';
import { ConfitureError } from '../../errors.js';
import { migrationId } from '../../events/identifier.js';
import type { Finding } from '../../migrations/analysis/validate.js';
import type { Keyset } from '../../storage/keyset.js';
import { callerOf } from '../caller.js';
import { type RequestFault, RequestInvalid } from '../conventions/problem.js';
import { defineRoute } from '../route.js';
import { projectOf } from '../runs/project-of.js';
import {
  CreatedMigration,
  MIGRATION_STATES,
  MigrationDetail,
  MigrationList,
  NewMigration,
} from '../schemas/migrations.js';
import { pageQuery, pageRequest } from '../schemas/paging.js';
import { Tier } from '../schemas/plan.js';
import type { ServerContext } from '../server-context.js';

const State = z.enum([...MIGRATION_STATES, 'failed']);
const params = z.strictObject({ id: z.string().max(200) });

const listMigrations = defineRoute({
  method: 'get',
  path: '/migrations',
  operationId: 'listMigrations',
  tag: 'migrations',
  summary: 'Lists migrations, of files and ledger together; the newest version first.',
  scope: 'read',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .union([State, z.array(State)])
      .optional()
      .meta({ description: 'One state, or several; `failed`: those that the last run has failed at.' }),
    tier: z
      .union([Tier, z.array(Tier)])
      .optional()
      .meta({ description: 'One risk, or several.' }),
  }),
  answers: { 200: { schema: MigrationList, description: 'A page of migrations.' } },
  handle: async ({ query }, server) => {
    const { state, tier } = query;
    const filter: MigrationFilter = {
      ...(state !== undefined && { states: [state].flat() }),
      ...(tier !== undefined && { tiers: [tier].flat() }),
    };
    const migrations = await read(server);
    const page = await readPage(
      {
        list: 'migrations',
        read: async (keyset: Keyset) => migrations.page(keyset, filter),
        keyOf: ({ version }: ListedMigration) => [version],
      },
      pageRequest(query),
    );
    return { status: 200, body: pageDocument(page, migrationObject) };
  },
});

const getMigration = defineRoute({
  method: 'get',
  path: '/migrations/{id}',
  operationId: 'getMigration',
  tag: 'migrations',
  summary: 'Shows one migration, with what its files hold, and what it would do where it is pending.',
  scope: 'read',
  params,
  answers: { 200: { schema: MigrationDetail, description: 'The migration.' } },
  problems: ['TARGET_UNKNOWN'],
  handle: async ({ params: { id } }, server) => {
    const body = await server.withConnection(async (connection, scope) => {
      const migrations = await readMigrations(projectOf(server), connection, scope);
      const migration = findIn(migrations, id);
      return migrationDetailObject(migration, await migrations.shape(migration.version));
    });
    return { status: 200, body };
  },
});

const createMigrationFiles = defineRoute({
  method: 'post',
  path: '/migrations',
  operationId: 'createMigration',
  tag: 'migrations',
  summary: 'Writes the files of a new migration into the folder that `serve.allowMigrationFiles` names.',
  description: 'SQL can be code: without that setting it is refused, and it has a scope of its own.',
  scope: 'author',
  body: NewMigration,
  answers: {
    201: {
      schema: CreatedMigration,
      description: 'The files, with the version that was free.',
      headers: { Location: 'Where the migration is shown.' },
    },
  },
  problems: ['FILES_REFUSED', 'FILES_SYNTAX', 'FILES_EXIST'],
  handle: async (request, server) => {
    const { name, title = null, up, down = null } = request.body;
    try {
      const by = callerOf(request);
      const { sessions, project } = server;
      const created = await createMigration({ ...project, sessions }, { name, title, up, down, by });
      const id = migrationId(created.version);
      const files = created.files.map((file) => ({ ...file }));
      return {
        status: 201,
        headers: { location: server.link(`/v1/migrations/${id}`) },
        body: { ...created, id, files },
      };
    } catch (error) {
      if (error instanceof MigrationInvalid)
        throw new RequestInvalid(error.findings.map(faultOf), error.hint);
      throw error;
    }
  },
});

/** A fault of a file at the field that its text came in. */
function faultOf({ file, line, message }: Finding): RequestFault {
  const pointer = file.endsWith('.down.sql') ? '/down' : '/up';
  return {
    pointer,
    detail: line === undefined || message.includes(`line ${line}`) ? message : `line ${line}: ${message}`,
  };
}

/** @throws TARGET_UNKNOWN */
export async function findMigration(server: ServerContext, id: string): Promise<ListedMigration> {
  return findIn(await read(server), id);
}

function findIn(migrations: Read, id: string): ListedMigration {
  const found = migrations.find(id.replace(/^mig_/, ''));
  if (found !== null) return found;
  throw new ConfitureError('TARGET_UNKNOWN', `there is no migration ${id}`, {
    hint: 'Neither the files nor the database have this version.',
  });
}

function read(server: ServerContext): Promise<Read> {
  return server.withConnection((connection, scope) => readMigrations(projectOf(server), connection, scope));
}

export const migrationRoutes = [listMigrations, createMigrationFiles, getMigration];
