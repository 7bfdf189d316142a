import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildRequest, type DeliveryRequest } from '../../src/delivery/request/request.js';
import { sampleEvent } from '../../src/events/catalog.js';
import type { Endpoint } from '../../src/events/endpoint.js';
import { startRecorder } from '../support/receiver.js';
import { isInstalled, recipes, snippets, startReceiver } from './recipes.js';

const run = promisify(execFile);
const secret = 'an invented signing secret';
const older = 'whsec_aW52ZW50ZWQtc2VjcmV0LWZvci10ZXN0cw==';

const endpoint: Endpoint = {
  name: 'ops',
  source: 'config',
  url: 'http://127.0.0.1/',
  events: ['*'],
  format: 'envelope',
  secrets: [secret, older],
  headers: {},
  timeoutMs: 10_000,
  auth: 'signature',
  allowInsecure: false,
  schedule: 'confiture',
};

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** A request as Confiture sends it, its texts not all ASCII. */
function request(timestampSeconds = nowSeconds()): DeliveryRequest {
  const event = sampleEvent('migration.failed', { environment: 'pré-production 🍓' });
  return buildRequest({ event, endpoint, timestampSeconds, version: '0.0.0' });
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const good = (): Sent => request();
const changed = (change: (headers: Record<string, string>) => object): Sent => {
  const { headers, body } = request();
  return { headers: { ...headers, ...change(headers) }, body };
};
const bad: readonly (readonly [string, () => Sent])[] = [
  ['another body', () => ({ ...request(), body: Buffer.concat([request().body, Buffer.from(' ')]) })],
  ['another id', () => changed(() => ({ 'webhook-id': 'evt_other' }))],
  [
    'another time',
    () => changed((it) => ({ 'webhook-timestamp': String(Number(it['webhook-timestamp']) - 1) })),
  ],
  ['a time that is no number', () => changed(() => ({ 'webhook-timestamp': 'soon' }))],
  ['a request that is too old', () => request(nowSeconds() - 400)],
  ['a request from the future', () => request(nowSeconds() + 400)],
  ['another signature', () => changed(() => ({ 'webhook-signature': 'v1,aW52ZW50ZWQ=' }))],
  ['no signature', () => changed(() => ({ 'webhook-signature': '' }))],
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'confiture-recipes-'));
  for (const [name, code] of recipes) await writeFile(path.join(folder, name), code);
  await build({
    entryPoints: [path.join(folder, 'receiver.mjs')],
    outfile: path.join(folder, 'node', 'receiver.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { 'confiture/receiver': path.resolve('src/receiver.ts') },
    logLevel: 'silent',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const programs = [
  { program: 'node', file: 'node/receiver.mjs', command: [process.execPath] },
  { program: 'python3', file: 'receiver.py', command: ['python3', '-I'] },
  { program: 'perl', file: 'receiver.pl', command: ['perl'] },
  { program: 'go', file: 'receiver.go', command: ['go', 'run'] },
  { program: 'ruby', file: 'receiver.rb', command: ['ruby'] },
] as const;

const installed = programs.filter(({ program }) => isInstalled(program));
const absent = programs.filter(({ program }) => !isInstalled(program));

test('node, python3, sh, openssl and curl are there, so that their recipes are run', () => {
  for (const program of ['python3', 'sh', 'openssl', 'curl'])
    expect([program, isInstalled(program)]).toEqual([program, true]);
  expect(installed.map(({ program }) => program)).toEqual(expect.arrayContaining(['node', 'python3']));
});

test(`not run, because this machine lacks it: ${absent.map(({ program }) => program).join(', ') || 'nothing'}`, () => {
  for (const { file } of absent) expect(recipes.get(path.basename(file))).toContain('webhook-signature');
});

describe.each(installed)('the receiver in $program', ({ file, command }) => {
  test.each([
    ['the newest secret', secret],
    ['the one before, during a rotation', older],
  ])(
    'accepts what is signed with %s',
    async (_, known) => {
      const receiver = await startReceiver([...command, path.join(folder, file)], {
        CONFITURE_WEBHOOK_SECRET: known,
      });
      onTestFinished(receiver.stop);
      expect(await statusOf(receiver.url, good())).toBeOneOf([200, 204]);
      await receiver.stop();
      expect(receiver.printed.join('\n')).toContain('migration.failed');
    },
    60_000,
  );

  test('refuses everything else and goes on', async () => {
    const receiver = await startReceiver([...command, path.join(folder, file)], {
      CONFITURE_WEBHOOK_SECRET: secret,
    });
    onTestFinished(receiver.stop);
    for (const [what, sent] of bad) expect([what, await statusOf(receiver.url, sent())]).toEqual([what, 401]);
    expect(await statusOf(receiver.url, good())).toBeOneOf([200, 204]);
  }, 60_000);
});

async function statusOf(url: string, { headers, body }: Sent): Promise<number> {
  const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  await response.arrayBuffer();
  return response.status;
}

async function verifyInShell({ headers, body }: Sent, known: string): Promise<number> {
  const file = path.join(folder, 'body.json');
  await writeFile(file, body);
  const env = {
    PATH: process.env.PATH ?? '',
    CONFITURE_WEBHOOK_SECRET: known,
    WEBHOOK_ID: headers['webhook-id'] ?? '',
    WEBHOOK_TIMESTAMP: headers['webhook-timestamp'] ?? '',
    WEBHOOK_SIGNATURE: headers['webhook-signature'] ?? '',
  };
  return run('sh', [path.join(folder, 'verify.sh'), file], { env }).then(
    () => 0,
    (error: { code: number }) => error.code,
  );
}

describe('the shell', () => {
  test.each([secret, older])('verifies what is signed with %s', async (known) => {
    expect(await verifyInShell(good(), known)).toBe(0);
  });

  test('refuses everything else', async () => {
    for (const [what, sent] of bad) expect([what, await verifyInShell(sent(), secret)]).toEqual([what, 1]);
    expect(await verifyInShell(good(), 'another invented secret')).toBe(1);
  });

  test('sends a request that the receiver in Node accepts', async () => {
    const receiver = await startReceiver([process.execPath, path.join(folder, 'node/receiver.mjs')], {
      CONFITURE_WEBHOOK_SECRET: secret,
    });
    onTestFinished(receiver.stop);
    const file = path.join(folder, 'own.json');
    await writeFile(file, '{"event_type": "by hand", "timestamp": "", "migration": {}, "error": {}}');
    const env = { PATH: process.env.PATH ?? '', CONFITURE_WEBHOOK_SECRET: secret };
    await run('sh', [path.join(folder, 'send.sh'), receiver.url, file], { env });
    await receiver.stop();
    expect(receiver.printed.at(-1)).toBe('received by hand');
  });

  test('says so where the receiver does not accept', async () => {
    const recorder = await startRecorder({ respond: () => 500 });
    onTestFinished(recorder.close);
    const env = { PATH: process.env.PATH ?? '', CONFITURE_WEBHOOK_SECRET: secret };
    await expect(
      run('sh', [path.join(folder, 'send.sh'), recorder.url, '/dev/null'], { env }),
    ).rejects.toThrow();
  });
});

test('the snippets for frameworks that are not installed here are valid TypeScript', async () => {
  expect(snippets).toHaveLength(2);
  for (const snippet of snippets) await transform(snippet, { loader: 'ts' });
});
