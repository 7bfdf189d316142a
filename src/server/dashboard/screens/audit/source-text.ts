import type { AuditEntry } from '../../api/generated.js';

/** The way over which something was changed. */
export const SOURCES: Readonly<Record<AuditEntry['actor_source'], string>> = {
  cli: 'command line',
  ci: 'pipeline',
  token: 'API',
  system: 'Confiture',
};
