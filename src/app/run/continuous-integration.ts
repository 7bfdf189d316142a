import { type EnvironmentView, variableOf } from '../../config/environment.js';

/** What a CI system says of its job; null where it does not. */
export interface ContinuousIntegrationJob {
  readonly actor: string | null;
  readonly commit: string | null;
  readonly link: string | null;
}

interface System {
  /** The variable by which the system makes itself known. */
  readonly variable: string;
  /** Variables with the person that started the job, the first that is set counts. */
  readonly actor: readonly string[];
  readonly commit: string;
  /** Variables whose values make the link; each text between them stands as it is. */
  readonly link: readonly (string | { readonly text: string })[];
}

const SYSTEMS: readonly System[] = [
  {
    variable: 'GITHUB_ACTIONS',
    actor: ['GITHUB_TRIGGERING_ACTOR', 'GITHUB_ACTOR'],
    commit: 'GITHUB_SHA',
    link: [
      'GITHUB_SERVER_URL',
      { text: '/' },
      'GITHUB_REPOSITORY',
      { text: '/actions/runs/' },
      'GITHUB_RUN_ID',
    ],
  },
  {
    variable: 'GITLAB_CI',
    actor: ['GITLAB_USER_LOGIN'],
    commit: 'CI_COMMIT_SHA',
    link: ['CI_JOB_URL'],
  },
  {
    variable: 'CIRCLECI',
    actor: ['CIRCLE_USERNAME'],
    commit: 'CIRCLE_SHA1',
    link: ['CIRCLE_BUILD_URL'],
  },
  {
    variable: 'BUILDKITE',
    actor: ['BUILDKITE_UNBLOCKER', 'BUILDKITE_BUILD_CREATOR'],
    commit: 'BUILDKITE_COMMIT',
    link: ['BUILDKITE_BUILD_URL'],
  },
  {
    variable: 'TF_BUILD',
    actor: ['BUILD_REQUESTEDFOR'],
    commit: 'BUILD_SOURCEVERSION',
    link: [
      'SYSTEM_COLLECTIONURI',
      'SYSTEM_TEAMPROJECT',
      { text: '/_build/results?buildId=' },
      'BUILD_BUILDID',
    ],
  },
  {
    variable: 'BITBUCKET_BUILD_NUMBER',
    actor: ['BITBUCKET_STEP_TRIGGERER_UUID'],
    commit: 'BITBUCKET_COMMIT',
    link: ['BITBUCKET_GIT_HTTP_ORIGIN', { text: '/pipelines/results/' }, 'BITBUCKET_BUILD_NUMBER'],
  },
  {
    variable: 'JENKINS_URL',
    actor: ['BUILD_USER_ID'],
    commit: 'GIT_COMMIT',
    link: ['BUILD_URL'],
  },
];

/** The job this process runs in; null outside of the CI systems that are known. */
export function findContinuousIntegration(view: EnvironmentView): ContinuousIntegrationJob | null {
  const system = SYSTEMS.find(({ variable }) => variableOf(view, variable) !== undefined);
  if (system === undefined) return null;
  const values = system.link.map((part) => (typeof part === 'string' ? variableOf(view, part) : part.text));
  return {
    actor: firstOf(view, system.actor),
    commit: firstOf(view, [system.commit]),
    link: values.includes(undefined) ? null : values.join(''),
  };
}

function firstOf(view: EnvironmentView, names: readonly string[]): string | null {
  const set = names.map((name) => variableOf(view, name)).find((value) => value !== undefined);
  return set ?? null;
}
