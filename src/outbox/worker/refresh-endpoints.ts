import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';

/** Has the hooks know the endpoints of the database as they are now; resolves with whether they have changed. */
export type RefreshEndpoints = (connection: Connection, scope: Scope) => Promise<boolean>;
