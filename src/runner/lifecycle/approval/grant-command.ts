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
  const where = environment === DEFAULT_ENVIRONMENT ? '' : ` --env ${environment}`;
  return `confiture approvals grant ${id}${where} --comment TEXT`;
}
