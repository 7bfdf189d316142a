import { adoptSession, requireWritable } from '../../../outbox/store/own-session.js';
import { ensureTables } from '../../../storage/schema.js';
import { readScope } from '../../../storage/scope.js';
import { actorOf } from '../../run/actor.js';
import type { ProjectContext } from '../../run/project-hooks.js';
import { openerOf, sessionSourceOf } from '../../sessions.js';
import { withSession } from '../../with-session.js';
import type { ManageContext } from './manage-context.js';

/** Calls `work` with a session of the database of the settings, on behalf of the person or job that runs the command. */
export function withManager<T>(
  project: ProjectContext,
  work: (manager: ManageContext) => Promise<T>,
): Promise<T> {
  const { settings, signal } = project;
  const open = openerOf(sessionSourceOf(settings), project);
  return withSession(open, signal, async (connection) => {
    requireWritable(await adoptSession(connection));
    await ensureTables(connection);
    const scope = await readScope(connection, settings);
    const { actor, source } = actorOf(settings);
    return work({ ...project, connection, scope, by: { actor, source } });
  });
}
