import { expect, it } from 'vitest';
import { createProject } from '../../support/project.js';

const env = {
  CONFITURE_WEBHOOK_PAGER_URL: 'https://api.opsgenie.com/v2/alerts',
  CONFITURE_WEBHOOK_PAGER_FORMAT: 'opsgenie',
  GITHUB_ACTIONS: 'true',
};
const SENTENCE =
  'CONFITURE_WEBHOOK_PAGER_URL needs a secret in CONFITURE_WEBHOOK_PAGER_SECRET: format "opsgenie" sends it as the service\'s key (environment)';

it.each([
  ['text', []],
  ['json', ['--format', 'json']],
] as const)(
  'a missing secret is told in whole words, with the variable that is missing (%s)',
  async (format, flags) => {
    const project = await createProject();
    const { exitCode, stdout, stderr } = await project.run(['webhooks', 'list', ...flags], {
      ...env,
      GITHUB_STEP_SUMMARY: `${project.dir}/summary.md`,
    });
    expect(exitCode).toBe(5);
    if (format === 'json') {
      const { error } = JSON.parse(stdout);
      expect(error.message).toContain(SENTENCE);
      expect(error.details.faults[0].message).toContain(
        'needs a secret in CONFITURE_WEBHOOK_PAGER_SECRET: format',
      );
    } else expect(stderr).toContain(SENTENCE);
    expect(stderr).toMatch(/^::error title=CONFIG_INVALID::.*needs a secret in .*: format "opsgenie"/m);
    expect(await project.read('summary.md')).not.toContain('\\*\\*\\*');
  },
);

it.each([
  ['a flag that does not exist', ['migrate', 'up', '--password=invented-pw']],
  ['a value that no flag takes', ['migrate', 'up', '--steps', 'password=invented-pw']],
  ['a command that does not exist', ['postgres://me:invented-pw@db/']],
])('what was typed is masked in what is said of %s', async (_what, args) => {
  const project = await createProject();
  const { exitCode, stdout, stderr } = await project.run(args);
  expect(exitCode).toBe(5);
  expect(stdout + stderr).not.toContain('invented-pw');
  expect(stderr).toContain('***');
});

it.each([
  ['text', []],
  ['json', ['--format', 'json']],
])('a key in the name of a file is masked in sentences too (%s)', async (_format, flags) => {
  const project = await createProject();
  await project.migration('001_api_key=invented-pw', 'create tabel x ();');
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'validate', ...flags]);
  expect(exitCode).toBe(4);
  expect(stdout + stderr).not.toContain('invented-pw');
});
