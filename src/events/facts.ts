/**
 * Pieces that the data of several event types share. They are built from an allow-list of fields (never copied from
 * SQL, rows, connection options or foreign errors) and carry no secret.
 */

/** Where a migration ran. No user, no password, no URL. */
export interface DatabaseFacts {
  /** Host with port, for instance `db.example.com:5432`; `embedded` for the embedded database. */
  readonly host: string;
  readonly name: string;
  /** Schema that unqualified names resolve to at the start of a migration. */
  readonly schema: string;
}

/** A failure, masked: class, code and shape, without quoted values. */
export interface ErrorFacts {
  /** Class name after PostgreSQL's condition name, for instance `UniqueViolation`; `Error` where unknown. */
  readonly type: string;
  readonly message: string;
  readonly sqlstate?: string;
  /** Migration file and line the error points at. */
  readonly file?: string;
  readonly line?: number;
}

/** Where the name of an actor came from: a person's shell, a CI job, or a token of the API. */
export type ActorSource = 'cli' | 'ci' | 'token';

/** On whose behalf a command acts. */
export interface Actor {
  /** As the CI system names the person, else `user@host`. Not proven: variables of the process say so. */
  readonly actor: string;
  readonly source: ActorSource;
  /** The commit that a CI job has checked out; null where unknown. */
  readonly commit: string | null;
  /** Page of the CI job; null where unknown. */
  readonly link: string | null;
}
