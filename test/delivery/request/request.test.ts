import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildRequest } from '../../../src/delivery/request/request.js';
import { ConfitureError } from '../../../src/errors.js';
import type { Endpoint } from '../../../src/events/endpoint.js';
import type { ConfitureEvent } from '../../../src/events/event.js';
import { verifyRequest } from '../../../src/events/signature/verify.js';

const secret = 'whsec_aW52ZW50ZWQtc2VjcmV0LWZvci10ZXN0cw==';
const timestampSeconds = 1_700_000_000;

const event: ConfitureEvent<'migration.completed'> = {
  id: 'evt_01invented',
  type: 'migration.completed',
  created_at: '2026-01-09T14:23:45.123Z',
  environment: 'production',
  organization_id: null,
  correlation_id: 'run_01invented',
  data: {
    migration_id: 'mig_005',
    migration_name: '005_add_payment_table',
    migration_version: '005',
    migration_title: null,
    run_id: 'run_01invented',
    database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
    started_at: '2026-01-09T14:23:43.000Z',
    ended_at: '2026-01-09T14:23:45.123Z',
    duration_seconds: 2.123,
    rows_affected: 50000,
  },
};

function endpoint(changes: Partial<Endpoint> = {}): Endpoint {
  return {
    name: 'default',
    source: 'environment',
    url: 'https://hooks.example.com/confiture',
    events: ['*'],
    format: 'confiture',
    secrets: [secret],
    headers: {},
    timeoutMs: 10_000,
    auth: 'signature',
    allowInsecure: false,
    schedule: 'confiture',
    ...changes,
  };
}

function build(changes: Partial<Endpoint> = {}) {
  return buildRequest({ event, endpoint: endpoint(changes), timestampSeconds, version: '1.2.3' });
}

describe('buildRequest', () => {
  it('passes the trace of the event on with the span of the attempt, and no trace where there is none', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const traced = { ...event, traceparent };
    const input = { endpoint: endpoint(), timestampSeconds, version: '1.2.3', spanId: '00f067aa0ba902b7' };
    const { headers, body } = buildRequest({ event: traced, ...input });
    expect(headers.traceparent).toBe('00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01');
    expect(body).toEqual(build().body);
    expect(buildRequest({ event, ...input }).headers).not.toHaveProperty('traceparent');
    const custom = endpoint({ headers: { Traceparent: 'own' } });
    expect(buildRequest({ event: traced, ...input, endpoint: custom }).headers).toMatchObject({
      Traceparent: 'own',
    });
  });

  it('signs exactly the bytes that are sent', () => {
    const { headers, body } = build();
    const hex = createHmac('sha256', secret).update(body).digest('hex');
    expect(headers['X-Confiture-Signature']).toBe(`sha256=${hex}`);
    expect(verifyRequest({ headers, body, secrets: [secret], nowSeconds: timestampSeconds })).toMatchObject({
      verified: true,
      schemes: { confiture: { ok: true }, standard: { ok: true } },
    });
  });

  it('says who sends what, and which run it belongs to', () => {
    expect(build()).toMatchObject({
      url: 'https://hooks.example.com/confiture',
      method: 'POST',
      headers: {
        'User-Agent': 'Confiture/1.2.3',
        'Content-Type': 'application/json',
        'X-Correlation-ID': 'run_01invented',
        'webhook-id': 'evt_01invented',
        'webhook-timestamp': '1700000000',
      },
    });
  });

  it('adds the Sensei signature for the envelope only', () => {
    expect(build({ format: 'envelope' }).headers).toHaveProperty('X-Sensei-Signature');
    expect(build().headers).not.toHaveProperty('X-Sensei-Signature');
  });

  it('sends no signature where there is no secret', () => {
    expect(Object.keys(build({ secrets: [] }).headers).filter((name) => /signature/i.test(name))).toEqual([]);
  });

  it('fills event fields into custom headers', () => {
    const { headers } = build({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder syntax of header templates
      headers: { 'X-Migration': '${event.migration_name} in ${event.environment}' },
    });
    expect(headers['X-Migration']).toBe('005_add_payment_table in production');
  });

  it('lets a custom header replace the correlation id, whatever its case', () => {
    const { headers } = build({ headers: { 'x-correlation-id': 'deploy-7' } });
    expect(headers).toMatchObject({ 'x-correlation-id': 'deploy-7' });
    expect(headers).not.toHaveProperty('X-Correlation-ID');
  });

  it.each(['user-agent', 'Content-type', 'WEBHOOK-ID', 'webhook-signature', 'x-confiture-signature'])(
    'does not let a custom header replace %s',
    (name) => {
      expect(Object.values(build({ headers: { [name]: 'forged' } }).headers)).not.toContain('forged');
    },
  );

  it.each([
    'Host',
    'Content-Length',
    'transfer-encoding',
    'Connection',
    'Upgrade',
    'Expect',
    'Proxy-Authorization',
  ])('leaves out %s, which the transport sets', (name) => {
    expect(build({ headers: { [name]: 'x' } }).headers).not.toHaveProperty(name);
  });

  it.each([
    'https://hooks.example.com/',
    'http://127.0.0.1:8000/',
    'http://[::1]:8000/',
    'http://localhost:8000/',
  ])('gives the shared secret to %s where it is asked for', (url) => {
    expect(build({ url, auth: 'shared-secret' }).headers['X-Confiture-Secret']).toBe(secret);
  });

  it.each([
    'http://hooks.example.com/',
    'http://10.0.0.1/',
    'http://localhost.example.com/',
    'http://[64:ff9b::7f00:1]/',
  ])('throws rather than send the shared secret to %s in the clear', (url) => {
    const make = () => build({ url, auth: 'shared-secret' });
    expect(make).toThrow(ConfitureError);
    expect(make).toThrow(expect.objectContaining({ code: 'ENDPOINT_INVALID' }));
    expect(make).not.toThrow(secret);
  });

  it('keeps the secret itself out of every header unless it is asked for', () => {
    expect(JSON.stringify(build().headers)).not.toContain(secret);
  });

  it('turns the user and password of a URL into basic authorization', () => {
    const { url, headers } = build({ url: 'https://us%40er:p%3Ass@hooks.example.com/x' });
    expect(url).toBe('https://hooks.example.com/x');
    expect(headers.Authorization).toBe(`Basic ${Buffer.from('us@er:p:ss').toString('base64')}`);
  });

  it('appends the path a vendor wants and keeps the query of the URL', () => {
    const { url } = build({ url: 'https://api.example.com/v2/alerts/?team=7', format: 'opsgenie' });
    expect(url).toMatch(
      /^https:\/\/api\.example\.com\/v2\/alerts\/[^/]+\/close\?identifierType=alias&team=7$/,
    );
  });

  it('throws ENDPOINT_INVALID for a URL that is none, without showing it', () => {
    const make = () => build({ url: 'invented secret place' });
    expect(make).toThrow(expect.objectContaining({ code: 'ENDPOINT_INVALID' }));
    expect(make).not.toThrow('invented secret place');
  });

  it.each([
    { source: 'environment', reach: 'internal' },
    { source: 'config', reach: 'internal' },
    { source: 'database', reach: 'public' },
  ] as const)('lets endpoints from $source reach $reach addresses', ({ source, reach }) => {
    expect(build({ source }).reach).toBe(reach);
  });

  it('lists as confidential all that an echo could give away', () => {
    const { confidential } = build({
      url: 'https://user:invented-pass@hooks.example.com/services/T0INVENTED/short?token=invented-token',
      headers: { Authorization: 'Bearer invented-bearer' },
    });
    expect(confidential).toEqual(
      expect.arrayContaining([
        secret,
        'Bearer invented-bearer',
        'invented-bearer',
        'T0INVENTED',
        'invented-token',
      ]),
    );
    expect(confidential).toEqual(expect.arrayContaining(['user:invented-pass', 'invented-pass']));
    expect(confidential).not.toContain('short');
    expect(confidential).not.toContain('user');
  });

  it.each([
    ['stands alone', 'https://inv%40tok@hooks.example.com/', 'inv@tok'],
    ['is long', 'https://invented-token:x@hooks.example.com/', 'invented-token'],
  ])('takes a user name that %s for a token', (_, url, token) => {
    expect(build({ url }).confidential).toContain(token);
  });
});
