import type { RedactionOptions } from '../../redaction/redaction.js';

/** How a folder of migrations is read. */
export interface FolderOptions {
  /** How the folder is named in messages, as a rule relative to the working directory; default: its path. */
  readonly displayDir?: string;
  /** Globs, relative to the folder, of files that are left alone; default: none. */
  readonly ignore?: readonly string[];
  /** Largest size of a file, in bytes; default `LARGEST_FILE_MB`. */
  readonly maxFileBytes?: number;
  /** What the project masks in titles, beside the usual; default: nothing. */
  readonly redaction?: RedactionOptions;
}

export const BYTES_PER_MB = 1_000_000;

/** A file is read into memory whole, and needs several times its size there. */
export const LARGEST_FILE_MB = 100;

/** The part of the settings that says where the migrations are and which files are meant. */
export interface FolderSettings {
  readonly migrationsDirDisplay: string;
  readonly ignoredFiles: readonly string[];
  readonly maxFileBytes: number;
  /** Absent where no title is read. */
  readonly redaction?: RedactionOptions;
}

export function folderOptionsOf(settings: FolderSettings): FolderOptions {
  const { migrationsDirDisplay, ignoredFiles, maxFileBytes, redaction } = settings;
  const limits = { ignore: ignoredFiles, maxFileBytes, ...(redaction && { redaction }) };
  return { displayDir: migrationsDirDisplay, ...limits };
}
