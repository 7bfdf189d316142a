import type { Session } from '../../api/generated.js';

const LISTED = new Intl.ListFormat('en-GB');

/** Who is signed in where, and what that allows. */
export function sessionText({
  name,
  database,
  environment,
  scopes,
}: Pick<Session, 'name' | 'database' | 'environment' | 'scopes'>): string {
  return `You are ${name} on ${database} (${environment}), and may ${LISTED.format(scopes)}.`;
}
