import { once } from 'node:events';
import http from 'node:http';
import { freePort } from './free-port.mjs';

const SLOW_MS = 900;

/** What each receiver answers, by the first part of its path. */
const ANSWERS = {
  orders: (response) => answer(response, 204),
  metrics: (response) => setTimeout(() => answer(response, 200, '{"accepted":true}'), SLOW_MS),
  billing: (response) =>
    answer(response, 503, '{"error":"maintenance window","until":"06:00 UTC"}', { 'retry-after': '30' }),
  chat: (response) => answer(response, 404, 'no_service: this hook was removed'),
  crm: (response) => answer(response, 410, 'This integration has been retired.'),
  // Takes the request and never answers.
  partner: () => {},
};

/** Receivers on loopback that do well, are slow, or fail in a way of their own. */
export async function startReceivers() {
  const server = http.createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      const [, name = ''] = request.url.split('/');
      (ANSWERS[name] ?? ((unknown) => answer(unknown, 404)))(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const closed = await freePort();
  const base = `http://127.0.0.1:${server.address().port}`;
  return {
    urlOf: (name) => `${base}/${name}/hooks`,
    closedUrl: `http://127.0.0.1:${closed}/warehouse`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(response, status, body = '', headers = {}) {
  const type = body.startsWith('{') ? 'application/json' : 'text/plain';
  response.writeHead(status, { ...(body !== '' && { 'content-type': type }), ...headers });
  response.end(body);
}
