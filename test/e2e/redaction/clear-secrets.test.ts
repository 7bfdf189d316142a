import { expect, it } from 'vitest';
import { findClearSecrets } from '../../support/clear-secrets.js';
import { onServer } from '../../support/database.js';
import { startTestServer } from '../../support/server/start-test-server.js';

it('finds each secret that a test has left in clear in its database, and nothing where there is none', async () => {
  const { api, database } = await startTestServer({
    config: { webhooks: { allowedNetworks: ['127.0.0.0/8'] } },
  });
  const made = await api.post<{ secret: string }>('/v1/webhooks', {
    body: {
      url: 'http://user:invented-password@127.0.0.1:9/invented-path',
      headers: { 'X-Key': 'invented-header' },
    },
  });
  expect(made.status).toBe(201);
  const search = () => onServer(database.url, findClearSecrets);
  expect(await search()).toEqual([]);
  for (const secret of [
    made.body.secret,
    'sk_live_invented0token0of0this0test',
    'an invented-password of it',
  ]) {
    await database.query('update confiture.webhooks set created_by = $1', [secret]);
    await database.query('update confiture.audit set after = to_json($1::text)', [secret]);
    expect((await search()).sort()).toEqual(['audit.after', 'webhooks.created_by']);
  }
  await database.query(
    "update confiture.webhooks set created_by = 'test'; update confiture.audit set after = null",
  );
  expect(await search()).toEqual([]);
});
