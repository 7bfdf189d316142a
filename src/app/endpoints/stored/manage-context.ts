import type { Connection } from '../../../database/connection.js';
import type { AuditActor } from '../../../storage/audit/audit-entry.js';
import type { Scope } from '../../../storage/scope.js';
import type { ProjectContext } from '../../run/project-hooks.js';

/**
 * What a change of a stored endpoint works with: the project, whose hooks are told of it, and its database. The
 * connection has no transaction open, and all tables are there.
 */
export interface ManageContext extends ProjectContext {
  readonly connection: Connection;
  readonly scope: Scope;
  /** On whose behalf it is done. */
  readonly by: AuditActor;
}

/** The hook whose endpoints these are. */
export const HOOK = 'webhooks';
