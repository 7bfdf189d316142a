import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { createProject } from '../../support/project.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';
import { allFailures } from '../failures/all-failures.js';
import { type FailureCase, state } from '../failures/failure-case.js';
import { type Stage, stage } from '../failures/stage.js';
import { type CredentialForm, configForms, forms } from './credential-forms.js';
import { findLeaks, PLANTED } from './find-leaks.js';
import { createRole } from './planted-role.js';

/** Normal verbosity is looked at by the tests of the failures themselves. */
const MODES = [
  ['--quiet'],
  ['--verbose'],
  ['--format', 'json', '--quiet'],
  ['--format', 'json', '--verbose'],
] as const;

const LOUDEST = [['--verbose'], ['--format', 'json', '--verbose']] as const;

describe('the password of the database appears nowhere', () => {
  it.each(allFailures)('in $title', async (failure) => {
    const watch = await startWatch();
    const roles = await createRoles();
    const staged = await stage(failure);
    const offset = allFailures.indexOf(failure);
    for (const [n, mode] of MODES.entries()) {
      const form = forms[(offset + n) % forms.length] as CredentialForm;
      const exitCode = await watch.run(staged, form, roles.get(form.password), mode);
      expect(exitCode, `${form.title} ${mode.join(' ')}`).toBe(failure.exitCode);
    }
  });

  it.each([...forms, ...configForms])('when it is given $title', async (form) => {
    const watch = await startWatch();
    const role = await createRole(form.password);
    const staged = await Promise.all([success, ...wellKnownFailures].map(stage));
    for (const mode of LOUDEST) {
      for (const one of staged) await watch.run(one, form, role, mode);
    }
    expect(watch.receiver.requests.length).toBeGreaterThan(0);
  });

  it('in the annotations and the summary of a CI job', async () => {
    const watch = await startWatch();
    const [, form] = forms as [CredentialForm, CredentialForm];
    const role = await createRole(form.password);
    const summaries = await createProject();
    const GITHUB_STEP_SUMMARY = `${summaries.dir}/summary.md`;
    for (const one of await Promise.all([success, ...wellKnownFailures].map(stage))) {
      await watch.run(one, form, role, [], { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY });
    }
    const summary = await summaries.read('summary.md');
    expect(summary).toContain('002_bad');
    expect(findLeaks(summary)).toEqual([]);
  });
});

describe('a password that should have been encoded', () => {
  const { host } = new URL(inject('postgresUrl'));

  it.each(['/', '?', '#', '@', '%', ' ', '%zz', '//', '@@', '?#'])(
    'with %j is refused and not shown',
    async (sign) => {
      for (const { exitCode, output } of await runsWith(PLANTED.join(sign))) {
        expect(exitCode).toBe(5);
        expect(output).toMatch(/percent-encode/);
      }
    },
  );

  it.each([':', '[', ']', '\\', '"', "'", '&', '=', '+', 'ü'])('with %j is not shown', async (sign) => {
    for (const { exitCode } of await runsWith(PLANTED.join(sign))) expect([3, 5]).toContain(exitCode);
  });

  /** Runs in every loud mode, none of which shows the password. */
  async function runsWith(password: string) {
    const project = await createProject();
    const runs: { readonly exitCode: number | null; readonly output: string }[] = [];
    for (const mode of LOUDEST) {
      const { exitCode, stdout, stderr } = await project.run(['migrate', 'up', ...mode], {
        CONFITURE_DATABASE_URL: `postgres://someone:${password}@${host}/postgres`,
      });
      expect(findLeaks(stdout + stderr)).toEqual([]);
      runs.push({ exitCode, output: stdout + stderr });
    }
    return runs;
  }
});

it('a leak is found in every encoding', () => {
  for (const word of PLANTED) {
    for (const text of [
      word.toUpperCase(),
      Buffer.from(word).toString('hex'),
      [...Buffer.from(word)].map((byte) => `%${byte.toString(16)}`).join(''),
      ...['', 'a', 'ab'].map((before) => Buffer.from(`${before}${word}xyz`).toString('base64url')),
    ]) {
      expect(findLeaks(`before ${text} after`), text).toHaveLength(1);
    }
  }
});

type Play = Parameters<typeof stage>[0];

const success: Play = {
  args: ['migrate', 'up'],
  arrange: state(({ project }) => project.migration('001_first', 'create table first ();')),
};

const wellKnownFailures: readonly FailureCase[] = allFailures.filter(({ title }) =>
  ['a migration that fails', 'a wrong password', 'an unknown database'].includes(title),
);

interface Watch {
  readonly receiver: Recorder;
  /** Runs a staged command with the credential in its form, looks for it in everything, and gives the exit code. */
  run(
    staged: Stage,
    form: CredentialForm,
    role: string | undefined,
    mode: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<number | null>;
}

async function startWatch(): Promise<Watch> {
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  return {
    receiver,
    run: async (staged, { tell, password }, role, mode, env = {}) => {
      const { exitCode, stdout, stderr } = await staged.run({
        args: mode,
        env: {
          CONFITURE_WEBHOOK_URL: receiver.url,
          CONFITURE_WEBHOOK_FULL_URL: receiver.url,
          CONFITURE_WEBHOOK_FULL_FORMAT: 'envelope',
          CONFITURE_WEBHOOK_FULL_EVENTS: '*',
          ...env,
        },
        tell,
        login: (address) => Object.assign(address, { user: role ?? address.user, password }),
      });
      const sent = receiver.requests.map(
        ({ headers, body, path }) => `${path}${JSON.stringify(headers)}${body}`,
      );
      expect(findLeaks([stdout, stderr, ...sent].join('\n'))).toEqual([]);
      return exitCode;
    },
  };
}

/** Names of roles by their passwords. */
async function createRoles(): Promise<ReadonlyMap<string, string>> {
  const roles = new Map<string, string>();
  for (const { password } of forms) {
    if (!roles.has(password)) roles.set(password, await createRole(password));
  }
  return roles;
}
