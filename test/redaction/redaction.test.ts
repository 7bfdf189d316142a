import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskText } from '../../src/redaction/redaction.js';

const hex32 = '0f9a3b7c5d1e8f2a4b6c8d0e1f3a5b7c';
const base64 = 'q7Zk2Lw9Xb4Rt6Yv1Nc8Md3Pf5Sg0HjK';

test.each([
  ['postgres://user:pw@db:5432/shop', 'postgres://***@db:5432/shop'],
  ['postgresql://user@db/shop?sslkey=x&password=y', 'postgresql://***@db/shop?***'],
  ['postgres://u:p/w?x#y@db/shop', 'postgres://***@db/shop'],
  ["'postgres://u:it's@db/shop', next", "'postgres://***@db/shop', next"],
  ['postgres://a:b@h1:1,h2:2/db', 'postgres://***@h1:1,h2:2/db'],
  ['(see https://example.com/a?b=c#d).', '(see https://example.com/a?***).'],
  ['https://user:p/w@example.com/x', 'https://***@example.com/x'],
  ['https://example.com:8443/@scope/name', 'https://example.com:8443/@scope/name'],
  ['https://proxy.example.com/https://u:p@db/', 'https://***@db/'],
  ['https://hooks.slack.com/services/T1/B2/c3', 'https://hooks.slack.com/services/***'],
  ['https://discord.com/api/webhooks/1/abc', 'https://discord.com/api/webhooks/***'],
  ['https://api.telegram.org/bot1:abc/sendMessage', 'https://api.telegram.org/bot***'],
  ['https://x.webhook.office.com/webhookb2/a@b/c', 'https://***@b/c'],
  ['postgres://user:p@w@db/shop', 'postgres://***@db/shop'],
  ['https://user:p@w@example.com/a', 'https://***@example.com/a'],
  ['pglite:.confiture/database', 'pglite:.confiture/database'],
])('masks what is secret in the URL of %s', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  ['host=db password=hunter2 user=x', 'host=db password=*** user=x'],
  ["host=db password='a b\\'c' user=x", "host=db password='***' user=x"],
  ['Server=db;Password=a;b;c', 'Server=db;Password=***'],
  ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=*** psql'],
  ['{"password": "a\\"b", "x": 1}', '{"password": "***", "x": 1}'],
  ["{'api_key': 'abc', 'x': 1}", "{'api_key': '***', 'x': 1}"],
  ['client-secret: hunter2', 'client-secret: ***'],
  ['token => hunter2', 'token => ***'],
  ['Authorization: Bearer hunter2', 'Authorization: ***'],
  ['curl -H "Authorization: Basic dXNlcjpwYXNz"', 'curl -H "Authorization: ***"'],
  ['Bearer hunter', 'Bearer ***'],
  ['options="host=x password=hunter2"', 'options="host=x password=***"'],
  ['HEROKU_KEY: 01234567-89ab-cdef-0123-456789abcdef', 'HEROKU_KEY: ***'],
  ['heroku 01234567-89ab-cdef-0123-456789abcdef', 'heroku ***'],
  ['AccountKey=abc;EndpointSuffix=x', 'AccountKey=***'],
  ['db_pass=hunter2', 'db_pass=***'],
])('masks the value in %s', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  [
    "CREATE ROLE app LOGIN PASSWORD 'hunter2' VALID UNTIL 'x'",
    "CREATE ROLE app LOGIN PASSWORD '***' VALID UNTIL 'x'",
  ],
  ["alter user app encrypted password E'a\\'b';", "alter user app encrypted password '***';"],
  ["ALTER ROLE app PASSWORD 'it''s'", "ALTER ROLE app PASSWORD '***'"],
  ["PASSWORD\n  'hunter2'", "PASSWORD\n  '***'"],
  ['PASSWORD $$hunter2$$ x', 'PASSWORD *** x'],
  ['PASSWORD $a$hun$$ter2$a$ x', 'PASSWORD *** x'],
  ["OPTIONS (user 'bob', password 'hunter2')", "OPTIONS (user 'bob', password '***')"],
  ["dblink('host=x password=hunter2', 'select 1')", "dblink('host=x password=***', 'select 1')"],
  ["set_config('app.secret', 'hunter2', true)", "set_config('app.secret', '***', true)"],
  ["SET app.token TO 'hunter2'", "SET app.token TO '***'"],
  ["IDENTIFIED BY 'hunter2'", "IDENTIFIED BY '***'"],
  ["PASSWORD 'never closed", "PASSWORD '***'"],
])('masks the literal in %s', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  ['AWS key id', `AKIA${'ABCDEFGH234567XY'}`],
  ['AWS secret', 'Zk3vQ9/tLw2Rx7b+Yn5Gc1Hs8/dJf4Mp6Ka0TeUq'],
  ['Google', `AIza${base64}abc`],
  ['GitHub', `ghp_${base64}abcd`],
  ['GitHub fine-grained', `github_pat_${base64}`],
  ['GitLab', `glpat-${base64.slice(0, 20)}`],
  ['Slack', 'xoxb-123456789012-abcdefghijkl'],
  ['Stripe', `sk_live_${'invented1234'}`],
  ['npm', `npm_${base64}abcd`],
  ['SendGrid', `SG.${base64.slice(0, 22)}.${base64}`],
  ['Twilio', `SK${hex32}`],
  ['OpenAI', `sk-proj-${base64}`],
  ['Anthropic', `sk-ant-api03-${base64}`],
  ['Telegram', `123456789:${base64}abc`],
  ['Mailgun', `key-${hex32}`],
  ['webhook secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ['webhook key', 'whsk_6Xb/dCcHpPea21=='],
  ['JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
  ['private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----'],
  ['cut private key', '-----BEGIN PRIVATE KEY-----\nMIIE'],
  ['stored password', 'SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5'],
  ['md5 password', `md5${hex32}`],
  ['hex', hex32],
  ['base64', base64],
  ['base64url', 'q7Zk-Lw9Xb_Rt6Yv1Nc-Md3Pf5Sg_HjK'],
])('masks a %s key without being told', (_, secret) => {
  expect(maskText(`before ${secret}`)).toBe('before ***');
});

test.each([
  'relation "payment_transactions_2024_archive" does not exist',
  '20240101120000_add_customer_payment_history_table.up.sql',
  'idx_payment_transactions_customer_id_created_at_v2',
  'getCustomerPaymentHistoryByRegionAndMonth',
  'evt_01kejdvja3a9f8c7x2q5w4r6t8 run_01kejdvg7800000000000000000 dlv_01kejdvja3a9f8c7x2q5w4r6t8_12',
  ...['apr', 'crt', 'err', 'job', 'req', 'str', 'tok', 'whk'].map(
    (kind) => `${kind}_01kejdvja3a9f8c7x2q5w4r6t8`,
  ),
  '/v1/runs/run_01kejdvja3a9f8c7x2q5w4r6t8/pause',
  'password authentication failed for user',
  'create table users (id bigint, password text not null)',
  'basic authentication is off, 3 tokens left',
  '2026-01-09T14:23:45.123Z took 12:30:45',
])('leaves %s as it is', (text) => {
  expect(maskText(text)).toBe(text);
});

test('masks the keys and patterns a user adds', () => {
  const options = { keys: ['iban'], patterns: [/EMP-\d+/, /x*/] };
  expect(maskText('customer_iban=DE1 EMP-12 EMP-34', options)).toBe('customer_iban=*** *** ***');
});

const pieces = fc.oneof(
  fc.constantFrom(
    'password',
    '=',
    ':',
    "'",
    '"',
    '://',
    '@',
    '?',
    ' ',
    '***',
    'Bearer ',
    base64,
    '\n',
    '$$',
    '\\',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

test('masks nothing more the second time', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const once = maskText(parts.join(''));
      expect(maskText(once)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

const secret = fc.stringMatching(/^[a-z]{4}[0-9!%*+,;&/.-]{3}[A-Z]{4}$/);

test('never lets a password through, whatever it is made of', () => {
  fc.assert(
    fc.property(secret, (word) => {
      const texts = [
        `postgres://u:${word}@db/x`,
        `password=${word} x`,
        `"token": "${word}"`,
        `PASSWORD '${word}'`,
      ];
      expect(maskText(texts.join('\n'))).not.toContain(word);
    }),
  );
});

const million = 1_000_000;

test.each([
  ...[
    'a',
    ' ',
    "'",
    '"',
    '.',
    '-',
    '=',
    ':',
    '@',
    '/',
    '\\',
    '$',
    '://',
    'eyJ',
    'password ',
    "password='",
    ')=(',
  ],
  ...[
    'a=',
    'key "',
    "a '",
    '-----BEGIN PRIVATE KEY-----',
    'heroku',
    'aA1',
    '0-',
    'sk-',
    'a@',
    'x_1',
    '\n',
    'to ',
  ],
])(
  'reads a megabyte of %j',
  (unit) => {
    const text = unit.repeat(million / unit.length);
    expect(maskText(text).length).toBeLessThanOrEqual(text.length + 3);
  },
  30_000,
);
