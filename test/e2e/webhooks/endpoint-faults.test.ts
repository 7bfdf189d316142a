import { describe, expect, it } from 'vitest';
import { createProject } from '../../support/project.js';

const url = 'https://hooks.example.com/confiture';
const good = 'an invented signing secret';
const publicKey = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';

interface Case {
  readonly title: string;
  readonly endpoint?: object;
  readonly env?: Record<string, string>;
  readonly says: readonly string[];
}

/** `$` and what follows are kept apart, because Confiture fills the variable in, not JavaScript. */
const variable = (name: string) => `$\{${name}}`;

const faults: readonly Case[] = [
  {
    title: 'a misspelt event type',
    endpoint: { url, events: ['migration.complete'] },
    says: ['webhooks.endpoints.ops.events[0]', 'did you mean "migration.completed"?'],
  },
  {
    title: 'a misspelt event type in a variable',
    env: { CONFITURE_WEBHOOK_URL: url, CONFITURE_WEBHOOK_EVENTS: 'migration.*,eror.*' },
    says: ['CONFITURE_WEBHOOK_EVENTS', 'eror.*'],
  },
  {
    title: 'an unknown format',
    endpoint: { url, format: 'slak' },
    says: ['webhooks.endpoints.ops.format', 'slack'],
  },
  {
    title: 'an unknown format in a variable',
    env: { CONFITURE_WEBHOOK_URL: url, CONFITURE_WEBHOOK_FORMAT: 'teems' },
    says: ['CONFITURE_WEBHOOK_FORMAT', 'teams'],
  },
  {
    title: 'a header with a missing variable',
    endpoint: { url, headers: { 'X-Key': variable('MISSING_KEY') } },
    says: ['webhooks.endpoints.ops.headers.X-Key', 'MISSING_KEY'],
  },
  {
    title: 'an empty secret',
    endpoint: { url, secret: '' },
    says: ['webhooks.endpoints.ops.secret', 'is empty'],
  },
  {
    title: 'an empty secret in a variable',
    env: { CONFITURE_WEBHOOK_URL: url, CONFITURE_WEBHOOK_SECRET: '' },
    says: ['CONFITURE_WEBHOOK_SECRET', 'is empty'],
  },
  {
    title: 'a prefix without a secret',
    endpoint: { url, secret: 'whsec_' },
    says: ['webhooks.endpoints.ops.secret', 'is empty'],
  },
  {
    title: 'a broken Ed25519 key',
    endpoint: { url, secret: 'whsk_AAAA' },
    says: ['webhooks.endpoints.ops.secret', 'whsk_'],
  },
  {
    title: 'a public key',
    endpoint: { url, secret: publicKey },
    says: ['webhooks.endpoints.ops.secret', 'public key'],
  },
  {
    title: 'an end that is no time',
    endpoint: { url, secrets: [good, { secret: good, until: 'soon' }] },
    says: ['webhooks.endpoints.ops.secrets[1].until', 'is no time'],
  },
  {
    title: 'a rotation without a secret that stays',
    endpoint: { url, secrets: [{ secret: good, until: '2030-01-01' }] },
    says: ['webhooks.endpoints.ops.secrets[0]', 'put the new one before it'],
  },
  {
    title: 'an end without a previous secret',
    env: {
      CONFITURE_WEBHOOK_URL: url,
      CONFITURE_WEBHOOK_SECRET: good,
      CONFITURE_WEBHOOK_SECRET_PREVIOUS_UNTIL: '2030-01-01',
    },
    says: ['CONFITURE_WEBHOOK_SECRET_PREVIOUS_UNTIL', 'is set without CONFITURE_WEBHOOK_SECRET_PREVIOUS'],
  },
  {
    title: 'a previous secret without a new one',
    env: { CONFITURE_WEBHOOK_URL: url, CONFITURE_WEBHOOK_SECRET_PREVIOUS: good },
    says: ['CONFITURE_WEBHOOK_SECRET_PREVIOUS', 'is set without CONFITURE_WEBHOOK_SECRET'],
  },
];

async function runWith({ endpoint, env = {} }: Case) {
  const project = await createProject(
    endpoint ? { config: { webhooks: { endpoints: { ops: endpoint } } } } : {},
  );
  return project.run(['hooks', 'list'], env);
}

describe('a faulty endpoint is an error at start that names what to change', () => {
  it.each(faults)('$title', async (fault) => {
    const { exitCode, stderr } = await runWith(fault);
    expect([exitCode, stderr]).toEqual([5, expect.any(String)]);
    for (const text of fault.says) expect(stderr).toContain(text);
    expect(stderr).not.toContain(good);
  });
});

it('warns of a secret under 16 bytes, by its place, and goes on', async () => {
  const { exitCode, stderr } = await runWith({
    title: '',
    endpoint: { url, secret: 'fifteen-bytes-1' },
    says: [],
  });
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringMatching(/webhooks\.endpoints\.ops\.secret is .*16 bytes/),
  ]);
  expect(stderr).not.toContain('fifteen-bytes-1');
});
