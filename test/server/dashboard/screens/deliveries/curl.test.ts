import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { curlOf } from '../../../../../src/server/dashboard/screens/deliveries/curl.js';

const REQUEST = {
  method: 'POST',
  url: "https://hooks.example.com/$(id)?a='b'&c",
  headers: { 'Content-Type': 'application/json', 'X-Note': '`id` "$HOME" \\' },
  body: '{"title":"it\'s\\n$(touch x)"}\nsecond line',
};

it('is nothing where there is no request', () => {
  expect(curlOf(null)).toBe('');
});

it('gives a shell the words of the request, and nothing to expand', () => {
  const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${curlOf(REQUEST)}`]).toString();
  expect(words.split('\0').slice(0, -1)).toEqual([
    '-X',
    'POST',
    REQUEST.url,
    '-H',
    'Content-Type: application/json',
    '-H',
    `X-Note: ${REQUEST.headers['X-Note']}`,
    '--data-raw',
    REQUEST.body,
  ]);
});
