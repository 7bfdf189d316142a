import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';

/** Lends a session to `work`, with the project and environment that the server is for. */
export type UseConnection = <T>(work: (connection: Connection, scope: Scope) => Promise<T>) => Promise<T>;
