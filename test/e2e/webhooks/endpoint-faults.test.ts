import { describe, expect, it } from 'vitest';
import { createProject } from '../../support/project.js';

const url = 'https://hooks.example.com/confiture';
const good = 'an invented signing secret';
const publicKey = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';

type Fault = readonly [title: string, faulty: object, says: readonly string[]];

/** `$` and what follows are kept apart, because Confiture fills the variable in, not JavaScript. */
const variable = (name: string) => `$\{${name}}`;

/** Endpoint `ops` of the config file; the place of the fault, below `webhooks.endpoints.ops`, is said first. */
const inConfig: readonly Fault[] = [
  [
    'a misspelt event type',
    { events: ['migration.complete'] },
    ['events[0]', 'did you mean "migration.completed"?'],
  ],
  ['an unknown format', { format: 'slak' }, ['format', 'slack']],
  [
    'a header with a missing variable',
    { headers: { 'X-Key': variable('MISSING_KEY') } },
    ['headers.X-Key', 'MISSING_KEY'],
  ],
  ['an empty secret', { secret: '' }, ['secret', 'is empty']],
  ['a prefix without a secret', { secret: 'whsec_' }, ['secret', 'is empty']],
  ['a broken Ed25519 key', { secret: 'whsk_AAAA' }, ['secret', 'whsk_']],
  ['a public key', { secret: publicKey }, ['secret', 'public key']],
  [
    'an end that is no time',
    { secrets: [good, { secret: good, until: 'soon' }] },
    ['secrets[1].until', 'is no time'],
  ],
  [
    'a rotation without a secret that stays',
    { secrets: [{ secret: good, until: '2030-01-01' }] },
    ['secrets[0]', 'put the new one before it'],
  ],
];

/** The endpoint of the variables `CONFITURE_WEBHOOK_…`; the variable of the fault is said first. */
const inVariables: readonly Fault[] = [
  ['a misspelt event type', { EVENTS: 'migration.*,eror.*' }, ['EVENTS', 'eror.*']],
  ['an unknown format', { FORMAT: 'teems' }, ['FORMAT', 'teams']],
  ['an empty secret', { SECRET: '' }, ['SECRET', 'is empty']],
  [
    'an end without a previous secret',
    { SECRET: good, SECRET_PREVIOUS_UNTIL: '2030-01-01' },
    ['SECRET_PREVIOUS_UNTIL', 'is set without CONFITURE_WEBHOOK_SECRET_PREVIOUS'],
  ],
  [
    'a previous secret without a new one',
    { SECRET_PREVIOUS: good },
    ['SECRET_PREVIOUS', 'is set without CONFITURE_WEBHOOK_SECRET'],
  ],
];

async function runWithEndpoint(ops: object) {
  const project = await createProject({ config: { webhooks: { endpoints: { ops: { url, ...ops } } } } });
  return project.run(['hooks', 'list']);
}

async function runWithVariables(variables: object) {
  const project = await createProject();
  const env = Object.entries({ URL: url, ...variables }).map(([end, text]) => [
    `CONFITURE_WEBHOOK_${end}`,
    text,
  ]);
  return project.run(['hooks', 'list'], Object.fromEntries(env));
}

function expectRefused(
  { exitCode, stderr }: { exitCode: number | null; stderr: string },
  says: readonly string[],
) {
  expect([exitCode, stderr]).toEqual([5, expect.any(String)]);
  for (const text of says) expect(stderr).toContain(text);
  expect(stderr).not.toContain(good);
}

describe('a faulty endpoint is an error at start that names what to change', () => {
  it.each(inConfig)('%s', async (_title, ops, [place, ...says]) => {
    expectRefused(await runWithEndpoint(ops), [`webhooks.endpoints.ops.${place}`, ...says]);
  });

  it.each(inVariables)('%s in a variable', async (_title, variables, [end, ...says]) => {
    expectRefused(await runWithVariables(variables), [`CONFITURE_WEBHOOK_${end}`, ...says]);
  });
});

it('warns of a secret under 16 bytes, by its place, and goes on', async () => {
  const { exitCode, stderr } = await runWithEndpoint({ secret: 'fifteen-bytes-1' });
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringMatching(/webhooks\.endpoints\.ops\.secret is .*16 bytes/),
  ]);
  expect(stderr).not.toContain('fifteen-bytes-1');
});
