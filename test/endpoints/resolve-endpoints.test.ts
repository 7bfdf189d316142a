// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Confiture fills these in, not JavaScript.
import { describe, expect, it } from 'vitest';
import type { EndpointConfig, WebhooksConfig } from '../../src/config/file/user-config.js';
import { collectIssues } from '../../src/config/issues.js';
import { mergeEnvironment } from '../../src/config/merge-environment.js';
import { resolveEndpoints } from '../../src/endpoints/resolve-endpoints.js';

const URL_A = 'https://a.example.com/hook';
const SECRET = 'invented-secret-0123456789';

function resolve(
  variables: Record<string, string>,
  webhooks: WebhooksConfig = {},
  environment = 'production',
) {
  const issues = collectIssues();
  const merged = mergeEnvironment({ webhooks }, environment, 'confiture.config.ts');
  const view = { variables, variablesFromFile: new Set<string>() };
  const endpoints = resolveEndpoints({ merged, view, environment }, issues);
  const faults = issues.faults.map(({ path, message, source }) => `${path}: ${message} (${source})`);
  return { endpoints, faults, warnings: issues.warnings };
}

const fromConfig = (
  entry: EndpointConfig,
  variables: Record<string, string> = {},
  environment = 'production',
) => resolve(variables, { endpoints: { audit: entry } }, environment);

describe('endpoints of the environment', () => {
  it('makes "default" with its defaults from a URL alone', () => {
    expect(resolve({ CONFITURE_WEBHOOK_URL: URL_A })).toEqual({
      endpoints: [
        {
          name: 'default',
          source: 'environment',
          url: URL_A,
          events: ['migration.completed', 'migration.failed'],
          format: 'confiture',
          secrets: [],
          headers: {},
          timeoutMs: 10_000,
          auth: 'signature',
          allowInsecure: false,
          schedule: 'confiture',
        },
      ],
      faults: [],
      warnings: [],
    });
  });

  it.each([
    ['CONFITURE_WEBHOOK_', 'default'],
    ['CONFITURE_WEBHOOK_AUDIT_', 'audit'],
    ['CONFITURE_WEBHOOK_MY_AUDIT_2_', 'my_audit_2'],
    ['CONFITURE_WEBHOOK_SECRET_', 'secret'],
    ['CONFITURE_WEBHOOK_URL_', 'url'],
    ['CONFITURE_WEBHOOK_X_TIMEOUT_MS_', 'x_timeout_ms'],
  ])('reads every suffix of %s as endpoint %s', (stem, name) => {
    const { endpoints, faults, warnings } = resolve({
      [`${stem}URL`]: URL_A,
      [`${stem}SECRET`]: SECRET,
      [`${stem}EVENTS`]: 'migration.*, migration.failed',
      [`${stem}FORMAT`]: 'envelope',
      [`${stem}TIMEOUT_MS`]: '500',
    });
    expect([faults, warnings]).toEqual([[], []]);
    const expected = {
      secrets: [SECRET],
      events: ['migration.*', 'migration.failed'],
      format: 'envelope',
      timeoutMs: 500,
    };
    expect(endpoints).toEqual([expect.objectContaining({ name, url: URL_A, ...expected })]);
  });

  it.each([
    ['WEBHOOK_ANALYTICS', 'analytics', 'flat'],
    ['WEBHOOK_DASHBOARD', 'dashboard', 'flat'],
    ['WEBHOOK_SLACK', 'slack', 'slack'],
  ])('makes an unsigned endpoint from %s', (variable, name, format) => {
    const { endpoints } = resolve({
      [variable]: URL_A,
      CONFITURE_WEBHOOK_URL: URL_A,
      CONFITURE_WEBHOOK_SECRET: SECRET,
    });
    expect(endpoints.find((endpoint) => endpoint.name === name)).toMatchObject({
      url: URL_A,
      format,
      secrets: [],
    });
  });

  it.each([
    ['WEBHOOK_ANALYTICS', 'analytics'],
    ['WEBHOOK_DASHBOARD', 'dashboard'],
    ['WEBHOOK_SLACK', 'slack'],
  ])('reads the suffixes of %s too', (variable, name) => {
    const { endpoints, faults, warnings } = resolve({
      [variable]: URL_A,
      [`${variable}_SECRET`]: SECRET,
      [`${variable}_EVENTS`]: 'run.completed,run.failed',
      [`${variable}_FORMAT`]: 'discord',
      [`${variable}_TIMEOUT_MS`]: '500',
    });
    expect([faults, warnings]).toEqual([[], []]);
    const events = ['run.completed', 'run.failed'];
    const expected = { secrets: [SECRET], events, format: 'discord', timeoutMs: 500 };
    expect(endpoints).toEqual([expect.objectContaining({ name, url: URL_A, ...expected })]);
  });

  it('warns of a suffix of WEBHOOK_SLACK without it', () => {
    const { endpoints, warnings } = resolve({ WEBHOOK_SLACK_EVENTS: 'run.*' });
    expect([endpoints, warnings]).toEqual([
      [],
      ['WEBHOOK_SLACK_EVENTS is set without WEBHOOK_SLACK, so nothing is sent with it (environment)'],
    ]);
  });

  it.each([
    [{ CONFITURE_WEBHOOK_FORMAT: 'flat' }, 'CONFITURE_WEBHOOK_FORMAT: is set without CONFITURE_WEBHOOK_URL'],
    [
      { CONFITURE_WEBHOOK_A_EVENTS: '*' },
      'CONFITURE_WEBHOOK_A_EVENTS: is set without CONFITURE_WEBHOOK_A_URL',
    ],
  ])('refuses a suffix without its URL: %j', (variables, fault) => {
    expect(resolve(variables).faults).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    [{ CONFITURE_WEBHOOK_SECRET: SECRET }, 'CONFITURE_WEBHOOK_SECRET is set without CONFITURE_WEBHOOK_URL'],
    [
      { CONFITURE_WEBHOOK_URL_SECRET: SECRET },
      'CONFITURE_WEBHOOK_URL_SECRET is set without CONFITURE_WEBHOOK_URL_URL',
    ],
  ])('warns of a secret without its URL, which a shell with a receiver has: %j', (variables, warning) => {
    const { faults, warnings } = resolve(variables);
    expect(faults).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });

  it.each([
    ['https://hooks.slack.com/services/T0/B0/x', 'Slack', 'slack'],
    ['https://discord.com/api/webhooks/1/x', 'Discord', 'discord'],
    ['https://acme.webhook.office.com/webhookb2/x', 'Teams', 'teams'],
    ['https://events.eu.pagerduty.com/v2/enqueue', 'PagerDuty', 'pagerduty'],
    ['https://api.opsgenie.com/v2/alerts', 'Opsgenie', 'opsgenie'],
  ])(
    'warns of %s in a format that it does not understand, with the variable to set',
    (url, service, format) => {
      const variables = { CONFITURE_WEBHOOK_OPS_URL: url, CONFITURE_WEBHOOK_OPS_SECRET: SECRET };
      const { warnings } = resolve(variables);
      expect(warnings).toEqual([
        expect.stringMatching(
          `^CONFITURE_WEBHOOK_OPS_URL.*${service}; set CONFITURE_WEBHOOK_OPS_FORMAT=${format}`,
        ),
      ]);
      expect(resolve({ ...variables, CONFITURE_WEBHOOK_OPS_FORMAT: 'flat' }).warnings).toEqual([
        expect.stringMatching(`^CONFITURE_WEBHOOK_OPS_FORMAT is "flat".*${service}`),
      ]);
      expect(resolve({ ...variables, CONFITURE_WEBHOOK_OPS_FORMAT: format }).warnings).toEqual([]);
    },
  );

  it('takes an empty URL as switched off, and says so where something else is set', () => {
    const { endpoints, faults, warnings } = resolve({
      CONFITURE_WEBHOOK_URL: '',
      CONFITURE_WEBHOOK_SECRET: SECRET,
    });
    expect([endpoints, faults]).toEqual([[], []]);
    expect(warnings).toEqual([expect.stringContaining('CONFITURE_WEBHOOK_URL is empty')]);
    expect(resolve({ CONFITURE_WEBHOOK_URL: '' }).warnings).toEqual([]);
  });

  it('refuses an empty secret instead of sending unsigned', () => {
    const { faults } = resolve({ CONFITURE_WEBHOOK_URL: URL_A, CONFITURE_WEBHOOK_SECRET: '' });
    expect(faults).toEqual([expect.stringContaining('CONFITURE_WEBHOOK_SECRET: is empty')]);
  });

  it.each([
    [{ CONFITURE_WEBHOOK_URL: URL_A, CONFITURE_WEBHOOK_DEFAULT_URL: URL_A }, 'CONFITURE_WEBHOOK_DEFAULT_URL'],
    [{ CONFITURE_WEBHOOK_SLACK_URL: URL_A, WEBHOOK_SLACK: URL_A }, 'CONFITURE_WEBHOOK_SLACK_URL'],
  ])('refuses two variables for one endpoint: %j', (variables, name) => {
    const { faults } = resolve(variables);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(name);
    expect(faults[0]).toContain('keep one');
  });

  it('warns of a variable that looks mistyped', () => {
    const { warnings } = resolve({ CONFITURE_WEBHOOK_SECRETS: 'x' });
    expect(warnings).toEqual([expect.stringContaining('did you mean CONFITURE_WEBHOOK_SECRET?')]);
  });

  it.each([
    [
      'EVENTS',
      'migration.complted, nope',
      'unknown event type "migration.complted"; did you mean "migration.completed"? · unknown event type "nope"',
    ],
    ['EVENTS', ',', 'unknown event type ""'],
    ['FORMAT', 'slak', 'did you mean "slack"?'],
    ['TIMEOUT_MS', '30001', 'whole number from 1 to 30000'],
    ['TIMEOUT_MS', '0', 'whole number from 1 to 30000'],
    ['TIMEOUT_MS', '1e3', 'whole number from 1 to 30000'],
    ['TIMEOUT_MS', '-5', 'whole number from 1 to 30000'],
  ])('refuses %s=%s', (suffix, value, message) => {
    const { endpoints, faults } = resolve({
      CONFITURE_WEBHOOK_URL: URL_A,
      [`CONFITURE_WEBHOOK_${suffix}`]: value,
    });
    expect(endpoints).toEqual([]);
    expect(faults).toEqual([expect.stringContaining(`CONFITURE_WEBHOOK_${suffix}: `)]);
    expect(faults[0]).toContain(message);
    expect(faults[0]).toContain('(environment)');
  });
});

describe('endpoints of the config file', () => {
  it('fills variables into URL, secrets and headers', () => {
    const entry = {
      url: 'https://${HOST}/x',
      secrets: ['${NEW}', '${OLD:-older-invented-secret}'],
      headers: { 'X-Key': 'k ${KEY}' },
    };
    const { endpoints, faults } = fromConfig(entry, { HOST: 'h.example.com', NEW: SECRET, KEY: '1' });
    expect(faults).toEqual([]);
    expect(endpoints).toEqual([
      expect.objectContaining({
        source: 'config',
        url: 'https://h.example.com/x',
        secrets: [SECRET, 'older-invented-secret'],
        headers: { 'X-Key': 'k 1' },
      }),
    ]);
  });

  it('keeps event fields of headers for the sender', () => {
    const { endpoints } = fromConfig({ url: URL_A, headers: { 'X-V': '${event.migration_version}' } });
    expect(endpoints[0]?.headers).toEqual({ 'X-V': '${event.migration_version}' });
  });

  it('keeps what the entry says of format, events, auth, schedule and time-out', () => {
    const format = () => ({});
    const entry: EndpointConfig = {
      url: URL_A,
      secret: SECRET,
      format,
      events: ['*'],
      auth: 'shared-secret',
      schedule: [0, 5],
      timeoutMs: 5,
    };
    const { secret: _, ...kept } = entry;
    expect(fromConfig(entry).endpoints).toEqual([expect.objectContaining(kept)]);
  });

  it('adds headers of all endpoints, those of the endpoint first, whatever their case', () => {
    const webhooks = {
      headers: { 'x-team': 'all', 'X-All': '1' },
      endpoints: { default: { headers: { 'X-Team': 'own' } } },
    };
    const { endpoints } = resolve({ CONFITURE_WEBHOOK_URL: URL_A }, webhooks);
    expect(endpoints[0]?.headers).toEqual({ 'X-All': '1', 'X-Team': 'own' });
  });

  it('adds to an endpoint of the environment, whose variables win', () => {
    const variables = { CONFITURE_WEBHOOK_AUDIT_URL: URL_A, CONFITURE_WEBHOOK_AUDIT_FORMAT: 'flat' };
    const { endpoints, faults } = fromConfig(
      { format: 'envelope', schedule: 'sensei', secret: SECRET },
      variables,
    );
    expect(faults).toEqual([]);
    expect(endpoints).toEqual([
      expect.objectContaining({
        source: 'environment',
        format: 'flat',
        schedule: 'sensei',
        secrets: [SECRET],
      }),
    ]);
  });

  it('lets an entry replace the format that a variable only implies', () => {
    const { endpoints } = resolve({ WEBHOOK_SLACK: URL_A }, { endpoints: { slack: { format: 'envelope' } } });
    expect(endpoints[0]?.format).toBe('envelope');
  });

  it('refuses a second URL for an endpoint of the environment', () => {
    const { faults } = fromConfig({ url: URL_A }, { CONFITURE_WEBHOOK_AUDIT_URL: URL_A });
    expect(faults).toEqual([
      expect.stringMatching(/^webhooks\.endpoints\.audit\.url: is also set by CONFITURE_WEBHOOK_AUDIT_URL/),
    ]);
  });

  it('warns of an entry without a URL and asks for none of its variables', () => {
    const { endpoints, faults, warnings } = fromConfig({ headers: { 'X-Key': '${MISSING}' } });
    expect([endpoints, faults]).toEqual([[], []]);
    expect(warnings).toEqual([expect.stringContaining('CONFITURE_WEBHOOK_AUDIT_URL is not set')]);
  });

  it('refuses a secret beside secrets', () => {
    const { faults } = fromConfig({ url: URL_A, secret: SECRET, secrets: [SECRET] });
    expect(faults).toEqual([
      expect.stringContaining('webhooks.endpoints.audit.secrets: stands beside "secret"'),
    ]);
  });

  it.each([
    ['url', { url: '${GONE}/x' }, 'needs GONE, which is not set'],
    ['secret', { url: URL_A, secret: '${GONE}' }, 'needs GONE, which is not set'],
    [
      'headers.X-Key',
      { url: URL_A, headers: { 'X-Key': '${GONE} ${LOST}' } },
      'needs GONE and LOST, which are not set',
    ],
    ['headers.X-Key', { url: URL_A, headers: { 'X-Key': '${not a name}' } }, 'hold no name of a variable'],
    ['secret', { url: URL_A, secret: '${EMPTY}' }, 'is empty'],
  ])('refuses a variable that is missing in %s', (path, entry, message) => {
    const { endpoints, faults } = fromConfig(entry, { EMPTY: '' });
    expect(faults).toEqual([expect.stringContaining(`webhooks.endpoints.audit.${path}: `)]);
    expect(faults[0]).toContain(message);
    expect(endpoints.length === 0 || path !== 'url').toBe(true);
  });
});

describe('checks of an endpoint', () => {
  it.each([
    ['no URL', 'not a url s3cret', 'is no valid URL'],
    ['another scheme', 'ftp://s3cret.example.com/', 'must begin with https://'],
    ['plain http', 'http://s3cret.example.com/', 'must use https outside environment "local"'],
    ['userinfo before plain http', 'http://me:s3cret@a.example.com/', 'must use https'],
    ['userinfo before no host', 'https://me:s3cret@/', 'is no valid URL'],
  ])('refuses %s and repeats nothing of it', (_, url, message) => {
    const { endpoints, faults } = resolve({ CONFITURE_WEBHOOK_URL: url });
    expect(endpoints).toEqual([]);
    expect(faults).toEqual([expect.stringContaining(`CONFITURE_WEBHOOK_URL: ${message}`)]);
    expect(faults[0]).not.toContain('s3cret');
  });

  it.each([
    'https://me:s3cret@a.example.com/',
    'https://s3cret@a.example.com/',
    'http://me:s3cret@127.0.0.1/',
  ])('takes a user name and a password in %s', (url) => {
    const { endpoints, faults, warnings } = resolve({ CONFITURE_WEBHOOK_URL: url });
    expect([endpoints[0]?.url, faults, warnings]).toEqual([url, [], []]);
  });

  it.each([
    [
      'go over plain http',
      { url: 'http://me:s3cret@a.example.com/', allowInsecure: true },
      'which is sent unencrypted',
    ],
    [
      'stand beside an Authorization header',
      { url: 'https://me:s3cret@a.example.com/', headers: { authorization: 'Bearer invented' } },
      'that is not sent, because of the Authorization header',
    ],
  ])('warns of a user name and a password that %s, and repeats nothing of them', (_, entry, message) => {
    const { endpoints, warnings } = fromConfig(entry);
    expect(endpoints).toHaveLength(1);
    expect(warnings).toEqual([
      expect.stringContaining(`webhooks.endpoints.audit.url: holds a user name or password`),
    ]);
    expect(warnings[0]).toContain(message);
    expect(warnings[0]).not.toMatch(/s3cret|invented/);
  });

  it.each([
    'localhost',
    'hooks.localhost',
    '127.0.0.1:8000',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'localhost.',
  ])('allows plain http to loopback host %s', (host) => {
    expect(resolve({ CONFITURE_WEBHOOK_URL: `http://${host}/x` }).faults).toEqual([]);
  });

  it.each(['localhost.example.com', '127.0.0.1.example.com', '128.0.0.1', '[::2]', '0.0.0.0'])(
    'takes %s for no loopback host',
    (host) => {
      expect(resolve({ CONFITURE_WEBHOOK_URL: `http://${host}/x` }).faults).toHaveLength(1);
    },
  );

  it('allows plain http in environment local', () => {
    expect(fromConfig({ url: 'http://a.example.com/' }, {}, 'local').faults).toEqual([]);
  });

  it.each<[string, WebhooksConfig]>([
    ['the endpoint', { endpoints: { default: { allowInsecure: true } } }],
    ['all endpoints', { allowInsecure: true }],
  ])('allows plain http where the config says so for %s', (_, webhooks) => {
    const { endpoints, faults } = resolve({ CONFITURE_WEBHOOK_URL: 'http://a.example.com/' }, webhooks);
    expect(faults).toEqual([]);
    expect(endpoints[0]?.allowInsecure).toBe(true);
  });

  it('warns of a short secret without repeating it', () => {
    const { endpoints, warnings } = resolve({
      CONFITURE_WEBHOOK_URL: URL_A,
      CONFITURE_WEBHOOK_SECRET: 'fifteen-bytes-x',
    });
    expect(endpoints).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining('CONFITURE_WEBHOOK_SECRET is shorter than 16 bytes')]);
    expect(warnings[0]).not.toContain('fifteen');
  });

  it('accepts a secret of 16 bytes, also of fewer characters', () => {
    expect(resolve({ CONFITURE_WEBHOOK_URL: URL_A, CONFITURE_WEBHOOK_SECRET: 'éééééééé' }).warnings).toEqual(
      [],
    );
  });

  it.each([
    'Content-Type',
    'user-agent',
    'X-Confiture-Signature',
    'X-Sensei-Signature',
    'webhook-id',
    'Webhook-Anything',
    'Host',
    'content-length',
    'Connection',
    'Transfer-Encoding',
  ])('refuses header %s, which the sender owns', (name) => {
    const { faults } = fromConfig({ url: URL_A, headers: { [name]: 's3cret' } });
    expect(faults).toEqual([expect.stringContaining(`headers.${name}: is set by Confiture itself`)]);
    expect(faults[0]).not.toContain('s3cret');
  });

  it('allows a correlation id of the user', () => {
    expect(fromConfig({ url: URL_A, headers: { 'X-Correlation-ID': 'abc' } }).faults).toEqual([]);
  });

  it.each([
    ['X Key', 'v', 'is no legal name of a header'],
    ['X:Key', 'v', 'is no legal name of a header'],
    ['', 'v', 'is no legal name of a header'],
    ['X-Key', 's3cret\r\nHost: x', 'line break'],
    ['X-Key', 's3cret\u0000', 'control character'],
    ['X-Confiture-Secret', 's3cret', 'use that instead'],
    ['X-Key', '${event.migration_nam}', 'did you mean ${event.migration_name}?'],
  ])('refuses header %j: %j', (name, value, message) => {
    const { faults } = fromConfig({ url: URL_A, headers: { [name]: value } });
    expect(faults).toEqual([expect.stringContaining(message)]);
    expect(faults[0]).not.toContain('s3cret');
  });

  it('finds a line break that a variable brings into a header', () => {
    const { faults } = fromConfig({ url: URL_A, headers: { 'X-Key': '${KEY}' } }, { KEY: 'a\nb' });
    expect(faults).toEqual([expect.stringContaining('line break')]);
  });

  it('tells a fault of the headers of all endpoints once', () => {
    const variables = { CONFITURE_WEBHOOK_URL: URL_A, WEBHOOK_SLACK: URL_A };
    expect(resolve(variables, { headers: { Host: 'x' } }).faults).toHaveLength(1);
  });

  it('refuses shared-secret without a secret', () => {
    const { faults } = fromConfig({ url: URL_A, auth: 'shared-secret' });
    expect(faults).toEqual([
      expect.stringContaining('webhooks.endpoints.audit.auth: "shared-secret" needs a secret'),
    ]);
  });

  it('refuses shared-secret over plain http, whatever else is allowed', () => {
    const entry = {
      url: 'http://a.example.com/',
      auth: 'shared-secret',
      secret: SECRET,
      allowInsecure: true,
    } as const;
    expect(fromConfig(entry, {}, 'local').faults).toEqual([
      expect.stringContaining('needs https or a loopback address'),
    ]);
  });

  it('allows shared-secret over plain http to loopback', () => {
    expect(
      fromConfig({ url: 'http://localhost:8000/', auth: 'shared-secret', secret: SECRET }).faults,
    ).toEqual([]);
  });

  it.each(['pagerduty', 'opsgenie'] as const)('refuses format %s without a secret', (format) => {
    expect(fromConfig({ url: URL_A, format }).faults).toEqual([expect.stringContaining('needs a secret')]);
    expect(fromConfig({ url: URL_A, format, secret: SECRET }).faults).toEqual([]);
  });
});
