import type { RedactionOptions } from '../../redaction/redaction.js';

/** One file of a migration: `path` opens it, `displayPath` is what people are shown. */
export interface FilePath {
  readonly path: string;
  readonly displayPath: string;
  /** Largest size that is read, in bytes; default as in `FolderOptions`. */
  readonly maxBytes?: number;
  /** What the project masks in the title of the file, beside the usual; default: nothing. */
  readonly redaction?: RedactionOptions;
}

export interface MigrationFile {
  /** For instance `005`. */
  readonly version: string;
  /** For instance `005_add_payment_table`. */
  readonly name: string;
  readonly up: FilePath;
  readonly down: FilePath | null;
  readonly verify: FilePath | null;
  readonly invariant: FilePath | null;
}
