import { z } from 'zod';
import { pageSchema } from './paging.js';
import { Time } from './time.js';

export const AuditEntry = z
  .strictObject({
    id: z.string().meta({ description: '`aud_…`; grows with time.' }),
    created_at: Time,
    actor: z.string(),
    actor_source: z.enum(['cli', 'ci', 'token', 'system']),
    token_id: z.string().nullable(),
    token_name: z.string().nullable(),
    address: z.string().nullable().meta({ description: 'Network address that the request came from.' }),
    request_id: z.string().nullable(),
    action: z.string().meta({ description: 'Noun and verb: `webhook.created`, `run.pause_requested`.' }),
    subject_kind: z.string(),
    subject_id: z.string().nullable(),
    reason: z.string().nullable(),
    run_id: z.string().nullable(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEntry' });

export const AuditList = pageSchema('AuditList', AuditEntry);
