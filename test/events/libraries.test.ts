import { createHmac } from 'node:crypto';
import { verify as verifyGithub } from '@octokit/webhooks-methods';
import { CloudEvent, HTTP } from 'cloudevents';
import fc from 'fast-check';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { sampleEvent } from '../../src/events/catalog.js';
import type { FormatName } from '../../src/events/endpoint.js';
import type { ConfitureEvent } from '../../src/events/event.js';
import { formatEvent } from '../../src/events/formats/format-event.js';
import { signatureHeaders } from '../../src/events/signature/signature.js';
import { startPython } from './python-oracle.js';
import { anyEvent, anyFormat } from './random-event.js';

const timestampSeconds = 1_800_000_000;
const whsec = 'whsec_aW52ZW50ZWQtc2VjcmV0LWZvci10ZXN0cw==';
const secrets = fc.constantFrom(
  whsec,
  'an invented signing secret',
  'whsec_not base64 ünïcode',
  'ß'.repeat(40),
);
const signing: readonly FormatName[] = [
  'confiture',
  'flat',
  'envelope',
  'cloudevents',
  'slack',
  'discord',
  'teams',
];

interface Sent {
  readonly body: string;
  readonly headers: Record<string, string>;
}

function sent(event: ConfitureEvent, format: FormatName, ...keys: string[]): Sent {
  const { body, contentType } = formatEvent(event, { name: 'ops', format, secret: 'invented-vendor-key' });
  const request = { body, eventId: event.id, timestampSeconds, secrets: keys, format };
  return { body, headers: { 'content-type': contentType, ...signatureHeaders(request) } };
}

beforeEach(() => {
  vi.useFakeTimers({ now: timestampSeconds * 1000, toFake: ['Date'] });
  return () => {
    vi.useRealTimers();
  };
});

const anySigned = fc.record({ event: anyEvent, format: fc.constantFrom(...signing) });

test('standardwebhooks accepts every event in every format', () => {
  const library = new StandardWebhook(whsec);
  fc.assert(
    fc.property(anySigned, ({ event, format }) => {
      const { body, headers } = sent(event, format, whsec);
      expect(library.verify(body, headers)).toEqual(JSON.parse(body));
    }),
  );
});

test('svix accepts every event in every format', () => {
  const library = new SvixWebhook(whsec);
  fc.assert(
    fc.property(anySigned, ({ event, format }) => {
      const { body, headers } = sent(event, format, whsec);
      expect(() => library.verify(body, headers)).not.toThrow();
    }),
  );
});

test('standardwebhooks takes the raw bytes of a secret without prefix, as we do', () => {
  const secret = 'an invented signing secret';
  const { body, headers } = sent(sampleEvent('migration.completed'), 'envelope', secret);
  const raw = { format: 'raw' as const };
  expect(() => new StandardWebhook(secret, raw).verify(body, headers)).not.toThrow();
});

test('standardwebhooks and svix accept a request that two secrets signed, whichever they know', () => {
  const older = 'whsec_YW5vdGhlciBpbnZlbnRlZCBzZWNyZXQgb25l';
  const { body, headers } = sent(sampleEvent('migration.failed'), 'envelope', whsec, older);
  for (const secret of [whsec, older]) {
    expect(() => new StandardWebhook(secret).verify(body, headers)).not.toThrow();
    expect(() => new SvixWebhook(secret).verify(body, headers)).not.toThrow();
  }
});

const changes: [string, (request: Sent) => Sent][] = [
  ['another byte in the body', (it) => ({ ...it, body: `${it.body.slice(0, -1)} }` })],
  ['another id', (it) => withHeader(it, 'webhook-id', 'evt_other')],
  ['another time', (it) => withHeader(it, 'webhook-timestamp', String(timestampSeconds - 1))],
  ['a time long ago', (it) => withHeader(it, 'webhook-timestamp', String(timestampSeconds - 301))],
  [
    'a signature of another secret',
    (it) => ({ ...it, headers: sent(sampleEvent('webhook.test'), 'flat', `${whsec}=`).headers }),
  ],
  [
    'a cut signature',
    (it) => withHeader(it, 'webhook-signature', it.headers['webhook-signature']?.slice(0, -3) ?? ''),
  ],
  [
    'an unknown version',
    (it) => withHeader(it, 'webhook-signature', 'v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc='),
  ],
  ['no signature', (it) => withHeader(it, 'webhook-signature', '')],
];

function withHeader(request: Sent, name: string, value: string): Sent {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

test.each(changes)('standardwebhooks and svix refuse %s', (_, change) => {
  fc.assert(
    fc.property(anySigned, ({ event, format }) => {
      const { body, headers } = change(sent(event, format, whsec));
      expect(() => new StandardWebhook(whsec).verify(body, headers)).toThrow();
      expect(() => new SvixWebhook(whsec).verify(body, headers)).toThrow();
    }),
    { numRuns: 20 },
  );
});

test('@octokit/webhooks-methods accepts sha256= of every event and refuses another body', async () => {
  await fc.assert(
    fc.asyncProperty(anySigned, secrets, async ({ event, format }, secret) => {
      const { body, headers } = sent(event, format, secret);
      const signature = headers['X-Confiture-Signature'] ?? '';
      expect(await verifyGithub(secret, body, signature)).toBe(true);
      expect(await verifyGithub(secret, `${body} `, signature)).toBe(false);
      expect(await verifyGithub(`${secret}x`, body, signature)).toBe(false);
    }),
  );
});

test('cloudevents reads every event, strictly, with nothing lost', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const { body, headers } = sent(event, 'cloudevents');
      const read = HTTP.toEvent({ headers, body });
      if (Array.isArray(read)) throw new Error('one event became several');
      expect(new CloudEvent(JSON.parse(body), true).validate()).toBe(true);
      expect(read).toMatchObject({ id: event.id, type: event.type, specversion: '1.0' });
      expect(read.data).toEqual(JSON.parse(body).data);
      expect(read.correlationid).toEqual(JSON.parse(body).correlationid);
    }),
  );
});

test('cloudevents refuses an event without its source', () => {
  const { body } = sent(sampleEvent('migration.completed'), 'cloudevents');
  const { source: _source, ...rest } = JSON.parse(body);
  expect(() => new CloudEvent(rest, true)).toThrow();
});

let python: ReturnType<typeof startPython>;
beforeAll(() => {
  python = startPython();
});
afterAll(() => python.stop());

test('the receivers of both references accept every event, re-serialised or raw', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvent, anyFormat, secrets, async (event, format, secret) => {
      const { body } = sent(event, format, secret);
      const signature = sent(event, 'envelope', secret).headers['X-Sensei-Signature'];
      const answer = await python.ask(body, secret);
      expect(answer.again).toBe(body);
      expect(answer.reserialised).toBe(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
      expect(answer.raw).toBe(answer.reserialised);
      const envelope = await python.ask(sent(event, 'envelope', secret).body, secret);
      expect(signature).toBe(envelope.raw);
    }),
    { numRuns: 150 },
  );
});

test('no signature is one of a receiver with another secret', async () => {
  const { body, headers } = sent(sampleEvent('migration.completed'), 'confiture', 'the right secret');
  const answer = await python.ask(body, 'another secret');
  expect([answer.raw, answer.reserialised]).not.toContain(headers['X-Confiture-Signature']);
});
