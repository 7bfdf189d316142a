import { isIP } from 'node:net';
import type { Option } from './option.js';
import { boolean, list, text, wholeNumber } from './option-type.js';

/** The options of `serve`. */
export const serveOptions = {
  serveHost: {
    type: text(),
    doc: 'address to listen at',
    default: '127.0.0.1',
    flag: '--host <address>',
    scope: 'serve',
    key: 'serve.host',
  },
  servePort: {
    type: wholeNumber(0, 65_535),
    doc: 'port to listen at; 0 takes a free one',
    default: 8787,
    flag: '-p, --port <port>',
    scope: 'serve',
    key: 'serve.port',
  },
  publicUrl: {
    type: text(publicUrlFault),
    doc: 'URL under which people and programs reach the server, behind a proxy',
    details:
      'Its path is the base path of the API. Requests that name neither its host, nor the one listened on, `localhost` or an IP address are refused.',
    flag: '--public-url <url>',
    scope: 'serve',
    key: 'serve.publicUrl',
  },
  trustedProxies: {
    type: list(text(networkFault)),
    doc: 'addresses, or networks in CIDR notation, of proxies whose `X-Forwarded-For` is believed',
    key: 'serve.trustedProxies',
  },
  requestsPerMinute: {
    type: wholeNumber(1, 1_000_000),
    doc: 'how many requests a minute one token may send to one server',
    default: 6_000,
    key: 'serve.requestsPerMinute',
  },
  allowMigrationFiles: {
    type: text(),
    doc: 'folder into which the API may write migration files',
    details: 'Relative to the config file. Without it the API writes none.',
    key: 'serve.allowMigrationFiles',
  },
  worker: {
    type: boolean,
    doc: 'send no events: other processes do',
    flag: '--no-worker',
    scope: 'serve',
    resolvedBy: 'serve',
  },
  apiToken: {
    type: text(),
    doc: 'a token of the API with all scopes, beside those in the database',
    details: 'At least 32 characters.',
    variables: ['CONFITURE_API_TOKEN'],
    resolvedBy: 'staticTokens',
  },
} as const satisfies Readonly<Record<string, Option>>;

function publicUrlFault(written: string): string | null {
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return 'must be an http or https URL, for instance https://ops.example.com/confiture';
  const isPlain = url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return isPlain ? null : 'must have no user, query or fragment';
}

function networkFault(written: string): string | null {
  const [address = '', bits, ...more] = written.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return isIP(address) !== 0 && isNetwork && more.length === 0
    ? null
    : 'must be an address or a network, for instance 10.0.0.0/8';
}
