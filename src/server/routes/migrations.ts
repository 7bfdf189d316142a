import { z } from 'zod';
import { migrationDetailObject, migrationObject } from '../../app/documents/lifecycle/migrations.js';
import {
  type ListedMigration,
  type MigrationList as Read,
  readMigrations,
} from '../../app/lifecycle/list-migrations.js';
import { pageDocument, readPage } from '../../app/lists/page.js';
import { ConfitureError } from '../../errors.js';
import type { Keyset } from '../../storage/keyset.js';
import { defineRoute } from '../route.js';
import { projectOf } from '../runs/project-of.js';
import { MigrationDetail, MigrationList } from '../schemas/migrations.js';
import { pageQuery, pageRequest } from '../schemas/paging.js';
import type { ServerContext } from '../server-context.js';

const params = z.strictObject({ id: z.string().max(200) });

const listMigrations = defineRoute({
  method: 'get',
  path: '/migrations',
  operationId: 'listMigrations',
  tag: 'migrations',
  summary: 'Lists migrations, of files and ledger together; the newest version first.',
  scope: 'read',
  query: z.strictObject(pageQuery),
  answers: { 200: { schema: MigrationList, description: 'A page of migrations.' } },
  handle: async ({ query }, server) => {
    const migrations = await read(server);
    const page = await readPage(
      {
        list: 'migrations',
        read: async (keyset: Keyset) => migrations.page(keyset),
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
  summary: 'Shows one migration, with what it would do where it is pending.',
  scope: 'read',
  params,
  answers: { 200: { schema: MigrationDetail, description: 'The migration.' } },
  problems: ['TARGET_UNKNOWN'],
  handle: async ({ params: { id } }, server) => {
    return { status: 200, body: migrationDetailObject(await findMigration(server, id)) };
  },
});

/** @throws TARGET_UNKNOWN */
export async function findMigration(server: ServerContext, id: string): Promise<ListedMigration> {
  const found = (await read(server)).find(id.replace(/^mig_/, ''));
  if (found !== null) return found;
  throw new ConfitureError('TARGET_UNKNOWN', `there is no migration ${id}`, {
    hint: 'GET /v1/migrations lists them; an id is mig_ and the version.',
  });
}

function read(server: ServerContext): Promise<Read> {
  return server.withConnection((connection, scope) => readMigrations(projectOf(server), connection, scope));
}

export const migrationRoutes = [listMigrations, getMigration];
