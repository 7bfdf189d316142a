import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/storage/audit/audit-entry.js';
import { listAudit, type StoredAuditEntry } from '../../../src/storage/audit/list-audit.js';
import { recordAudit } from '../../../src/storage/audit/record-audit.js';
import { ensureTables } from '../../../src/storage/schema.js';
import { createDatabase } from '../../support/database.js';
import { openConnection, SCOPE } from '../outbox-bench.js';

const ALL = { order: 'asc', limit: 100, after: null } as const;

const byToken = {
  actor: 'ann',
  source: 'token',
  tokenId: 'tok_1',
  tokenName: 'deploy',
  address: '203.0.113.7',
  requestId: 'req_1',
} as const;

function changeOf(webhook: string, more: Partial<AuditEntry> = {}): AuditEntry {
  return { by: byToken, action: 'webhook.updated', subject: { kind: 'webhook', id: webhook }, ...more };
}

async function openLog() {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await ensureTables(connection);
  return connection;
}

describe('the audit log', () => {
  it('has an entry exactly where the change is, with what was changed and no secret', async () => {
    const connection = await openLog();
    await connection.run('create table changed (id integer)');
    for (const [id, end] of [
      [1, 'commit'],
      [2, 'rollback'],
    ] as const) {
      await connection.run(`begin; insert into changed values (${id})`);
      await recordAudit(
        connection,
        SCOPE,
        changeOf(`whk_${id}`, {
          reason: 'the bill was “über” due',
          before: { name: 'old\u202e', secret: 'invented-before', events: ['*'] },
          after: { name: 'new 🚚', secret: 'invented-after', url: 'https://u:invented-p@example.com/' },
        }),
      );
      await connection.run(end);
    }
    const entries = await listAudit(connection, SCOPE, {}, ALL);
    expect(entries).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        at: expect.any(Date),
        by: byToken,
        action: 'webhook.updated',
        subject: { kind: 'webhook', id: 'whk_1' },
        reason: 'the bill was “über” due',
        runId: null,
        before: { name: 'old\u202e', secret: '***', events: ['*'] },
        after: { name: 'new 🚚', secret: '***', url: expect.stringContaining('@example.com') },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain('invented');
    expect(await listAudit(connection, { ...SCOPE, environment: 'another' }, {}, ALL)).toEqual([]);
  });

  it('is filtered by actor, action, subject, token, request and time, and read page by page', async () => {
    const connection = await openLog();
    const system = { actor: 'worker', source: 'system' } as const;
    const entries: AuditEntry[] = [
      changeOf('whk_1', { action: 'webhook.created' }),
      changeOf('whk_2'),
      changeOf('whk_1', { by: system, action: 'webhook.disabled' }),
      {
        by: { ...byToken, requestId: 'req_2' },
        action: 'run.pause_requested',
        subject: { kind: 'run', id: 'run_1' },
      },
      { by: system, action: 'webhookish.other', subject: { kind: 'job', id: null } },
    ];
    for (const entry of entries) await recordAudit(connection, SCOPE, entry);
    await connection.run("update confiture.audit set created_at = created_at + id * interval '1 minute'");
    const actions = async (filter: Parameters<typeof listAudit>[2], page = {}) =>
      (await listAudit(connection, SCOPE, filter, { ...ALL, ...page })).map(({ action }) => action);
    const every = entries.map(({ action }) => action);
    expect(await actions({ actor: 'worker' })).toEqual(['webhook.disabled', 'webhookish.other']);
    expect(await actions({ action: 'webhook.*' })).toEqual(every.slice(0, 3));
    expect(await actions({ action: 'webhook.updated' })).toEqual(['webhook.updated']);
    expect(await actions({ subjectKind: 'webhook', subjectId: 'whk_1' })).toEqual([every[0], every[2]]);
    expect(await actions({ tokenId: 'tok_1', requestId: 'req_2' })).toEqual(['run.pause_requested']);
    const stored = await listAudit(connection, SCOPE, {}, ALL);
    const [first, second] = stored as [StoredAuditEntry, StoredAuditEntry];
    expect(await actions({ until: second.at })).toEqual(every.slice(0, 1));
    expect(await actions({ since: second.at })).toEqual(every.slice(1));
    expect(await actions({}, { limit: 2, after: [first.id] })).toEqual(every.slice(1, 3));
    expect(await actions({}, { limit: 2, order: 'desc' })).toEqual(every.slice(3).reverse());
    expect(await actions({}, { order: 'desc', after: [second.id] })).toEqual(every.slice(0, 1));
  });
});
