/** The environment that is meant where none is named. */
const DEFAULT_ENVIRONMENT = 'local';

/** What a person types to agree. */
export function grantCommand({
  id,
  environment,
}: {
  readonly id: string;
  readonly environment: string;
}): string {
  return `confiture approvals grant ${id}${environmentFlag(environment)} --comment TEXT`;
}

/** ` --env NAME` for a command that is printed; empty for the environment that is meant without it. */
export function environmentFlag(environment: string): string {
  return environment === DEFAULT_ENVIRONMENT ? '' : ` --env ${environment}`;
}
