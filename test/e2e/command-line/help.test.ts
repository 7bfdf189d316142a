import { expect, it } from 'vitest';
import { createProject } from '../../support/project.js';

it.each([
  [['up'], 'did you mean `confiture migrate up`?'],
  [['rollback'], 'did you mean `confiture migrate down`?'],
  [['migrate', 'upp'], 'did you mean `confiture migrate up`?'],
  [['migrate', 'apply'], 'did you mean `confiture migrate up`?'],
  [['migrte', 'up'], 'did you mean `confiture migrate`?'],
  [['deliveries'], 'did you mean `confiture webhooks deliveries`?'],
  [['help', 'up'], 'did you mean `confiture migrate up`?'],
  [['migrate', 'up', '--to', '3'], 'did you mean `--target`?'],
  [['migrate', 'up', '--enviroment', 'ci'], 'did you mean `--env`?'],
  [['migrate', 'up', '--dryrun'], 'did you mean `--dry-run`?'],
  [['migrate', 'status', '--json'], 'did you mean `--format json`?'],
  [['--enviroment=ci', 'migrate', 'up'], 'did you mean `--env`?'],
])('confiture %s suggests what was meant', async (args, said) => {
  const project = await createProject();
  const { exitCode, stdout, stderr } = await project.run(args);
  expect(exitCode).toBe(5);
  expect(stderr).toContain(said);
  expect(stdout).toBe('');
});

it('suggests nothing where nothing is near', async () => {
  const project = await createProject();
  const { exitCode, stderr } = await project.run(['frobnicate']);
  expect(exitCode).toBe(5);
  expect(stderr).not.toContain('did you mean');
});

it('help shows the command that is named, whatever its depth', async () => {
  const project = await createProject();
  for (const args of [
    ['help', 'migrate', 'up'],
    ['migrate', 'help', 'up'],
    ['migrate', 'up', '--help'],
  ]) {
    const { exitCode, stdout } = await project.run(args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage: confiture migrate up /);
  }
});

it('a command that help is asked about and that is not there is an unknown one, before and behind its group', async () => {
  const project = await createProject();
  for (const args of [
    ['help', 'migrate', 'nothing'],
    ['migrate', 'help', 'nothing'],
  ]) {
    const { exitCode, stderr } = await project.run(args);
    expect(exitCode).toBe(5);
    expect(stderr).toContain("unknown command 'nothing'");
  }
});

it('the flags of a command stand before those that every command takes', async () => {
  const project = await createProject();
  const { stdout } = await project.run(['migrate', 'baseline', '--help']);
  const flags = stdout.match(/(?<=^ {2}.*)--[a-z-]+(?=[ <\n].*)/gm) ?? [];
  const inOrder = ['--migrations-dir', '--target', '--config', '--quiet', '--help'];
  expect(flags.filter((flag) => inOrder.includes(flag))).toEqual(inOrder);
});

it('the commands that help names in a hint can be run', async () => {
  const project = await createProject();
  const { stderr } = await project.run(['up']);
  const command = /`confiture (help [^`]*)`/.exec(stderr)?.[1] ?? '';
  expect((await project.run(command.split(' '))).exitCode).toBe(0);
});
