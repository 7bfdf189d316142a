import { describe, expect, it } from 'vitest';
import { type MasterKey, parseMasterKeys } from '../../../src/endpoints/stored/master-key.js';
import type { SecretParts, StoredEndpoint } from '../../../src/endpoints/stored/stored-endpoint.js';
import { StoredEndpoints } from '../../../src/endpoints/stored/stored-endpoints.js';
import { sealParts } from '../../../src/endpoints/stored/unseal-endpoint.js';
import type { Endpoint } from '../../../src/events/endpoint.js';
import { fixedEndpoints, joinedEndpoints, namesOf } from '../../../src/events/endpoint-source.js';

const scope = { project: 'public.tb_confiture', environment: 'local' };
const [ours, other] = [1, 2].map((fill) => parseMasterKeys(Buffer.alloc(32, fill).toString('hex'))?.[0]) as [
  MasterKey,
  MasterKey,
];
const parts: SecretParts = {
  url: 'https://hooks.example.com/a',
  headers: { 'X-Team': 'data' },
  secrets: [
    { secret: 'whsec_new_invented', untilMs: null },
    { secret: 'whsec_old_invented', untilMs: 5_000 },
  ],
};

function row(name: string, key: MasterKey, more: Partial<StoredEndpoint> = {}): StoredEndpoint {
  const id = `whk_${name}`;
  return {
    id,
    name,
    events: ['migration.*'],
    format: 'envelope',
    schedule: 'sensei',
    timeoutMs: 30_000,
    allowInsecure: false,
    ...sealParts(id, scope, parts, key),
    version: 1,
    createdAt: new Date(0),
    createdBy: 'ada',
    updatedAt: new Date(0),
    urlChangedAt: null,
    rotatedAt: null,
    overlapUntil: null,
    ...more,
  };
}

function taken(rows: readonly StoredEndpoint[], keys: readonly MasterKey[] = [ours]): StoredEndpoints {
  const stored = new StoredEndpoints(() => keys);
  stored.take({ revision: '1', rows }, scope);
  return stored;
}

describe('stored endpoints', () => {
  it('are subscribed to without a key, and reached only with theirs', async () => {
    const stored = taken([row('a', ours), row('b', other)]);
    expect(stored.list().map(({ name }) => name)).toEqual(['a', 'b']);
    expect(stored.reachable()).toEqual(['a']);
    expect(await stored.find('b')).toBeNull();
    expect(stored.locked()).toEqual([{ name: 'b', why: 'key-missing', keyId: other.id }]);
    expect(taken([row('a', ours)], []).list()).toHaveLength(1);
  });

  it('are locked where a row holds what belongs to another', () => {
    const moved = { ...row('a', ours), sealedUrl: row('b', ours).sealedUrl };
    expect(taken([moved]).locked()).toEqual([{ name: 'a', why: 'altered', keyId: ours.id }]);
  });

  it('are asked for their keys only where one of them is sent to', () => {
    let asked = 0;
    const stored = new StoredEndpoints(() => {
      asked += 1;
      return [ours];
    });
    stored.take({ revision: '1', rows: [row('a', ours)] }, scope);
    stored.list();
    expect(asked).toBe(0);
    stored.reachable();
    expect(asked).toBe(1);
  });

  it('sign with the old secret first during an overlap, and use the newest as the key of a service', async () => {
    const stored = taken([row('a', ours), row('b', ours, { format: 'pagerduty' })]);
    expect((await stored.find('a'))?.secrets).toEqual([
      { secret: 'whsec_old_invented', untilMs: 5_000 },
      'whsec_new_invented',
    ]);
    expect((await stored.find('b'))?.secrets).toEqual(['whsec_new_invented']);
    expect((await stored.find('a'))?.source).toBe('database');
  });

  it('are hidden by an endpoint of the settings that has their name', async () => {
    const fixed = {
      name: 'a',
      events: ['*'],
      format: 'flat',
      url: 'https://x.example',
    } as unknown as Endpoint;
    const joined = joinedEndpoints(fixedEndpoints([fixed]), taken([row('a', ours), row('b', ours)]));
    expect(joined.list().map(({ format }) => format)).toEqual(['flat', 'envelope']);
    expect(namesOf(joined)).toEqual(['a', 'b']);
    expect(await joined.find('a')).toBe(fixed);
    expect(joined.list()).toBe(joined.list());
  });
});
