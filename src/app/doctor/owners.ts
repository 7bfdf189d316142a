import { untrustedOwner } from '../../database/foreign-owner.js';
import { type Check, failedWith, ok } from './check.js';
import type { DoctorContext } from './context.js';

/** Whose the tables are that a run reads and writes. */
export function checkOwners({ facts: { foreign, role } }: DoctorContext): Check {
  if (foreign.length > 0) return failedWith('owners', untrustedOwner(foreign));
  return ok('owners', `what ${role} reads and writes belongs to it, or to roles that are trusted`);
}
