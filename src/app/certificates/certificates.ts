import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import {
  hasCertificates,
  type ListedCertificate,
  listCertificates,
  readCertificate,
} from '../../runner/lifecycle/certificate/list-certificates.js';
import { readScope, type Scope } from '../../storage/scope.js';
import type { SessionSource } from '../sessions.js';
import type { Settings } from '../settings.js';
import { withSession } from '../with-session.js';

export type CertificateText = ListedCertificate & { readonly envelope: string };

/** The stored certificates of a project. No call makes a database where there is none. */
export interface Certificates {
  list(limit: number): Promise<readonly ListedCertificate[]>;
  /** @throws CERTIFICATE_UNKNOWN */
  read(id: string): Promise<CertificateText>;
}

/** Opens them; the database is connected to by each call. */
export function openCertificates({
  settings,
  sessions,
  signal,
}: {
  readonly settings: Settings;
  readonly sessions: SessionSource;
  readonly signal: AbortSignal;
}): Certificates {
  const open = () => sessions.open({ signal, embeddedWaitMs: settings.lockTimeoutMs });
  const ask = async <T>(work: (connection: Connection, scope: Scope) => Promise<T>, nothing: T) => {
    if (sessions.isUnmade()) return nothing;
    return withSession(open, signal, async (connection) => {
      if (!(await hasCertificates(connection))) return nothing;
      return work(connection, await readScope(connection, settings));
    });
  };
  return {
    list: (limit) => ask((connection, scope) => listCertificates(connection, scope, limit), []),
    read: async (id) => {
      const found = await ask((connection, scope) => readCertificate(connection, scope, id), null);
      if (found === null) throw unknownCertificate(id, settings.environment);
      return found;
    },
  };
}

/** For an id that names no certificate of this environment. */
export function unknownCertificate(id: string, environment: string): ConfitureError {
  return new ConfitureError(
    'CERTIFICATE_UNKNOWN',
    `there is no certificate ${id} in environment ${environment}`,
    { hint: '`confiture certificate list` lists them.' },
  );
}
