import { ConfitureError } from '../../errors.js';
import { loadFile } from '../files/load.js';
import type { FilePath, MigrationFile } from '../folder/discover.js';
import { loadParser } from '../parser/parse-statement.js';
import type { Scan } from '../parser/scan-result.js';
import type { InvariantQuery } from './invariant-query.js';
import { invariantFaults, invariantQueries, type QueryFault, verifyFaults } from './read-queries.js';

/** A file of queries that belongs to a migration. */
export interface QueryFile {
  readonly path: FilePath;
  readonly scan: Scan;
  /** SHA-256 of its bytes, in hex. */
  readonly checksum: string;
}

/** Questions to the database around a migration. */
export interface MigrationQueries {
  /** Must return true after it. */
  readonly verify: QueryFile | null;
  /** Must return the same before and after it. */
  readonly invariant: (QueryFile & { readonly queries: readonly InvariantQuery[] }) | null;
}

/** Reads the queries of a migration. Throws the first thing in their files that cannot be asked, with file and line. */
export async function loadQueries({ verify, invariant }: MigrationFile): Promise<MigrationQueries> {
  return {
    verify: verify && loadVerify(verify),
    invariant: invariant && (await loadInvariant(invariant)),
  };
}

/** The files that there are. */
export function filesOf({ verify, invariant }: MigrationQueries): readonly QueryFile[] {
  return [verify, invariant].filter((file) => file !== null);
}

/** Reads a `.verify.sql`. */
export function loadVerify(path: FilePath): QueryFile {
  const { scan, checksum } = loadFile(path);
  refuse(verifyFaults(scan), path);
  return { path, scan, checksum };
}

async function loadInvariant(path: FilePath): Promise<NonNullable<MigrationQueries['invariant']>> {
  const { scan, checksum } = loadFile(path);
  const parse = await loadParser();
  refuse(invariantFaults(scan, parse), path);
  return { path, scan, checksum, queries: invariantQueries(scan, parse) };
}

function refuse([fault]: readonly QueryFault[], { displayPath }: FilePath): void {
  if (!fault) return;
  const { line, message, hint } = fault;
  throw new ConfitureError('FILES_UNSUPPORTED', `${displayPath}, line ${line}: ${message}`, {
    hint,
    location: { file: displayPath, line },
  });
}
