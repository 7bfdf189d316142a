import { ConfitureError } from '../../errors.js';
import { readMigration } from '../files/read-file.js';
import { shownTitle } from '../files/shown-title.js';
import type { FilePath } from '../folder/migration-file.js';
import { scan } from '../parser/scan.js';
import { holdsStatement } from './holds-statement.js';

/** What a list of migrations says about a file beside its name. */
export interface FileHead {
  /** What people call the migration, masked; null without a title. */
  readonly title: string | null;
  /** The file holds no statement, and does not say that it is meant so. */
  readonly isEmptyUnsaid: boolean;
}

/** Reads a file, and takes it apart only where its text is known to need that. Nothing is said of an unreadable one. */
export function readHead(file: FilePath): FileHead {
  try {
    const { text } = readMigration(file);
    const isEmpty = !holdsStatement(text);
    if (!isEmpty && !MAY_HAVE_TITLE.test(text)) return { title: null, isEmptyUnsaid: false };
    const { title, directives } = scan(text);
    return { title: shownTitle(title, file), isEmptyUnsaid: isEmpty && !directives.has('empty') };
  } catch (error) {
    if (ConfitureError.is(error)) return { title: null, isEmptyUnsaid: false };
    throw error;
  }
}

const MAY_HAVE_TITLE = /confiture:[ \t]*title/i;
