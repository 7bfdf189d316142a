import type { Connection } from '../../database/connection.js';
import { isServerError } from '../../database/server-error.js';
import type { SessionFacts } from '../../runner/session/session.js';
import { type Check, failedWith, warning } from './check.js';

/** What the checks of a database look at. */
export interface DoctorContext {
  readonly connection: Connection;
  readonly facts: SessionFacts;
}

/**
 * Makes a check, and turns a thrown error into its verdict. A question the server refuses says nothing about the
 * database but that the role may not ask it.
 */
export async function runCheck(name: string, check: () => Promise<Check>): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    if (!isServerError(error)) return failedWith(name, error);
    return warning(
      name,
      `cannot be looked at (SQLSTATE ${error.code})`,
      'Run the doctor as the role that migrates, or one with more privileges.',
    );
  }
}
