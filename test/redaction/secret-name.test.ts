import { expect, it } from 'vitest';
import { shownHeaders } from '../../src/listener/receiver-headers.js';
import { shownRequest } from '../../src/output/views/webhooks/shown-request.js';
import { isSecretName } from '../../src/redaction/secret-name.js';

const secret = [
  'Authorization',
  'x-api-key',
  'apikey',
  'Cookie',
  'X-Confiture-Secret',
  'X-GitHub-Token',
  'Session-Id',
];
const shown = ['content-type', 'webhook-id', 'webhook-signature', 'X-Confiture-Signature', 'user-agent'];

it.each(secret)('takes the header %s for secret, sent or received', (name) => {
  expect(isSecretName(name)).toBe(true);
  expect(sentAndReceived(name)).toEqual(['***', '***']);
});

it.each(shown)('shows the header %s, sent or received', (name) => {
  expect(isSecretName(name)).toBe(false);
  expect(sentAndReceived(name)).toEqual(['invented', 'invented']);
});

function sentAndReceived(name: string): unknown[] {
  const headers = { [name]: 'invented' };
  const request = { method: 'POST', url: 'http://127.0.0.1/', headers, body: new Uint8Array() };
  return [
    shownRequest(request, { secrets: [], customHeaders: [] }).headers[name],
    shownHeaders(headers)[name],
  ];
}
