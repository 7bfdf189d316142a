import type { Connection } from '../../../database/connection.js';
import type { AuditActor } from '../../../storage/audit/audit-entry.js';
import type { Scope } from '../../../storage/scope.js';
import type { Settings } from '../../settings.js';

/** What a change of a stored endpoint works with. The connection has no transaction open, and all tables are there. */
export interface ManageContext {
  readonly connection: Connection;
  readonly scope: Scope;
  readonly settings: Settings;
  /** On whose behalf it is done. */
  readonly by: AuditActor;
}

/** The hook whose endpoints these are. */
export const HOOK = 'webhooks';
