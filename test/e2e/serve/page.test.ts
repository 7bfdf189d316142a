import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { startTestServer } from '../../support/server/start-test-server.js';

const ASSETS = path.resolve('dist/dashboard/assets');
const HTML = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

/** The directives of a Content-Security-Policy by their names. */
function directivesOf(policy: string | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (policy ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );
}

function attributeOf(html: string, pattern: RegExp): string | undefined {
  return pattern.exec(html)?.[1];
}

it('serves a document with a base and a fresh nonce, under a policy that takes nothing inline', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const nonces: (string | undefined)[] = [];
  for (const place of ['/', '/runs', '/deliveries/dlv_x?state=failed', '/there/is/no/such/place']) {
    const answer = await fetch(url + place, HTML);
    const html = await answer.text();
    expect([place, answer.status, answer.headers.get('content-type')]).toEqual([
      place,
      200,
      'text/html; charset=UTF-8',
    ]);
    const nonce = attributeOf(html, /<meta name="nonce" content="([^"]+)"/);
    nonces.push(nonce);
    expect(attributeOf(html, /<head><base href="([^"]*)"/)).toBe('/');
    expect(directivesOf(answer.headers.get('content-security-policy'))).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': `'self' 'nonce-${nonce}'`,
      'img-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'self'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(html).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=|\sstyle=/);
  }
  expect(new Set(nonces).size).toBe(nonces.length);
  expect(Buffer.from(nonces[0] ?? '', 'base64').length).toBeGreaterThanOrEqual(16);
});

it('serves files that are kept for ever, since their names change with their bytes', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const html = await (await fetch(`${url}/`, HTML)).text();
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file = '']) => file);
  expect(named.map((file) => path.extname(file)).sort()).toEqual(['.css', '.js', '.svg']);
  for (const file of named) {
    const answer = await fetch(`${url}/${file}`);
    expect([file, answer.status, answer.headers.get('cache-control')]).toEqual([
      file,
      200,
      file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    ]);
    const built = await readFile(`dist/dashboard/${file}`);
    expect([file, built.equals(Buffer.from(await answer.arrayBuffer()))]).toEqual([file, true]);
    for (const [accepted, sent] of [
      ['gzip, deflate, br', 'gzip'],
      ['br;q=1.0, gzip;q=0.5', 'gzip'],
      ['gzip;q=0', null],
      ['identity', null],
    ] as const) {
      const coded = await fetch(`${url}/${file}`, { headers: { 'accept-encoding': accepted } });
      const { headers } = coded;
      expect([accepted, headers.get('content-encoding'), headers.get('vary')]).toEqual([
        accepted,
        sent,
        'accept-encoding',
      ]);
      expect(built.equals(Buffer.from(await coded.arrayBuffer()))).toBe(true);
    }
    const head = await fetch(`${url}/${file}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  }
});

it('never gives the document for a path of the API, for another method, or to what asks for no document', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const ask = async (place: string, init: RequestInit = HTML) => {
    const answer = await fetch(url + place, init);
    await answer.arrayBuffer();
    return [place, answer.status, answer.headers.get('content-type')];
  };
  const problem = 'application/problem+json';
  for (const place of ['/v1', '/v1/', '/v1/none', '/v1/runs', '/v1/%72uns', '/metrics'])
    expect(await ask(place)).toEqual([place, 401, problem]);
  expect(await ask('/healthz')).toEqual(['/healthz', 200, expect.stringContaining('json')]);
  expect(await ask('/runs', { ...HTML, method: 'POST' })).toEqual(['/runs', 401, problem]);
  expect(await ask('/runs', { headers: { accept: 'application/json' } })).toEqual(['/runs', 401, problem]);
  expect(await ask('/package.json', {})).toEqual(['/package.json', 401, problem]);
  expect(await ask('/assets/index-00000000.js', {})).toEqual(['/assets/index-00000000.js', 401, problem]);
});

it.each([
  ['https://ops.example.com/tools/confiture/', '/tools/confiture'],
  ['https://ops.example.com/a$&b', '/a$&b'],
])('names %s as its base, whether a proxy leaves the path or strips it', async (publicUrl, basePath) => {
  const { url } = await startTestServer({ hasPage: true, config: { serve: { publicUrl } } });
  for (const place of ['/runs', `${basePath}/runs`, basePath]) {
    const html = await (await fetch(url + place, HTML)).text();
    const base = attributeOf(html, /<base href="([^"]*)"/)?.replaceAll('&amp;', '&');
    expect([place, base]).toEqual([place, `${basePath}/`]);
  }
  const html = await (await fetch(url, HTML)).text();
  const script = attributeOf(html, /src="\.\/([^"]+)"/);
  expect((await fetch(`${url}${basePath}/${script}`)).status).toBe(200);
});

/** Names of XML vocabularies, and the page that an error text of React names; nothing asks them for anything. */
const NAMES_ONLY = new Set(['www.w3.org', 'react.dev']);

it('names no other host in its document, its scripts and its styles', async () => {
  const files = (await readdir(ASSETS)).map((name) => path.join(ASSETS, name));
  for (const file of [...files, path.resolve('dist/dashboard/index.html')]) {
    const text = await readFile(file, 'utf8');
    const hosts = [...text.matchAll(/(?:https?:|wss?:|["'(])\/\/([\w-]+(?:\.[\w-]+)+)/g)].map(
      ([, host]) => host,
    );
    expect([file, hosts.filter((host = '') => !NAMES_ONLY.has(host))]).toEqual([file, []]);
    if (file.endsWith('.css')) expect(text).not.toMatch(/@import|url\(/);
  }
});

it('takes less than 200 kB to load, as it travels', async () => {
  const files = await readdir(ASSETS);
  const sizes = await Promise.all(
    files.map(async (name) => gzipSync(await readFile(path.join(ASSETS, name))).length),
  );
  expect(files.filter((name) => name.endsWith('.js'))).toHaveLength(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
});
