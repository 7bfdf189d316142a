import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/app/run/actor.js';

function actorWith(variables: Record<string, string>) {
  return actorOf({ variables, variablesFromFile: new Set(), redact: {} });
}

const commit = '3f786850e387550fdab836ed7e6dc881de23001b';

describe('actorOf', () => {
  it('is the user of the operating system on this host outside of CI', () => {
    const actor = `${os.userInfo().username}@${os.hostname()}`;
    expect(actorWith({})).toEqual({ actor, source: 'cli', commit: null, link: null });
  });

  it.each([
    [
      'GitHub',
      {
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTOR: 'mona',
        GITHUB_SHA: commit,
        GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_REPOSITORY: 'shop/api',
        GITHUB_RUN_ID: '77',
      },
      'https://github.example/shop/api/actions/runs/77',
    ],
    [
      'GitLab',
      {
        GITLAB_CI: 'true',
        GITLAB_USER_LOGIN: 'mona',
        CI_COMMIT_SHA: commit,
        CI_JOB_URL: 'https://gitlab.example/j/1',
      },
      'https://gitlab.example/j/1',
    ],
    [
      'CircleCI',
      {
        CIRCLECI: 'true',
        CIRCLE_USERNAME: 'mona',
        CIRCLE_SHA1: commit,
        CIRCLE_BUILD_URL: 'https://circle.example/1',
      },
      'https://circle.example/1',
    ],
    [
      'Buildkite',
      {
        BUILDKITE: 'true',
        BUILDKITE_BUILD_CREATOR: 'mona',
        BUILDKITE_COMMIT: commit,
        BUILDKITE_BUILD_URL: 'https://buildkite.example/1',
      },
      'https://buildkite.example/1',
    ],
  ])('is the person that %s names, with commit and page of the job', (_system, variables, link) => {
    expect(actorWith(variables)).toEqual({ actor: 'mona', source: 'ci', commit, link });
  });

  it('names the person that started a job again, not the one whose push made it', () => {
    const again = { GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'mona', GITHUB_TRIGGERING_ACTOR: 'hubot' };
    expect(actorWith(again).actor).toBe('hubot');
  });

  it('leaves variables of a CI system alone where no job of it runs', () => {
    expect(actorWith({ GITHUB_ACTOR: 'mona', GITHUB_SHA: commit })).toMatchObject({
      source: 'cli',
      commit: null,
    });
  });

  it('says ci for a CI system that it does not know', () => {
    expect(actorWith({ CI: '1' })).toMatchObject({ source: 'ci', link: null });
  });

  it('shows no password of a link, no link that is none, and no commit that is none', () => {
    const job = { GITLAB_CI: 'true', GITLAB_USER_LOGIN: 'mona', CI_COMMIT_SHA: 'main; drop table' };
    const url = 'https://mona:not-a-real-password@gitlab.example/j/1';
    expect(actorWith({ ...job, CI_JOB_URL: url }).link).not.toContain('not-a-real-password');
    expect(actorWith({ ...job, CI_JOB_URL: 'javascript:alert(1)' })).toMatchObject({
      link: null,
      commit: null,
    });
  });

  it('bounds what a variable may say', () => {
    expect(actorWith({ GITLAB_CI: 'true', GITLAB_USER_LOGIN: 'm'.repeat(999) }).actor).toHaveLength(200);
  });
});
