import { z } from 'zod';
import { settingsObject } from '../../../app/documents/settings.js';
import { defineRoute } from '../../route.js';

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable();
const ServerSettings = z
  .strictObject({
    environment: z.string(),
    version: z.string().meta({ description: 'Of Confiture.' }),
    database: z.strictObject({ host: z.string(), name: z.string() }),
    config_file: z.string().nullable(),
    migrations_dir: z.string(),
    tracking_table: z.string(),
    retention_days: z.int().meta({ description: 'How long deliveries that were settled are kept.' }),
    master_key: z
      .string()
      .nullable()
      .meta({ description: 'Where the key of stored endpoints comes from; null where there is none.' }),
    options: z.array(z.strictObject({ key: z.string(), meaning: z.string(), value: Value })),
  })
  .meta({ id: 'ServerSettings' });

export const settingsRoutes = [
  defineRoute({
    method: 'get',
    path: '/settings',
    operationId: 'getSettings',
    tag: 'meta',
    summary: 'Says how this server is set up, without anything secret.',
    scope: 'read',
    answers: { 200: { schema: ServerSettings, description: 'The settings.' } },
    handle: async (_request, { settings, version }) => ({
      status: 200,
      body: settingsObject(settings, version),
    }),
  }),
];
