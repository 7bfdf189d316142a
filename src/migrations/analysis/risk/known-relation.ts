import type { ColumnType } from './column-type.js';
import type { ObjectName } from './object-names.js';

export interface KnownColumn {
  /** Added by the plan. */
  readonly isNew: boolean;
  /** Null where it is not known. */
  readonly type: ColumnType | null;
  readonly isNotNull: boolean;
  /** Number of the file that said it last. */
  readonly file: number;
}

export interface KnownCheck {
  /** Columns that it proves to be not null. */
  readonly columns: readonly string[];
  readonly isValid: boolean;
  readonly file: number;
}

/** A table, view, index or sequence, as far as the statements have told of it. */
export interface KnownRelation {
  /** Created by the plan: nothing uses it yet. */
  isNew: boolean;
  /** Number of the file that made or renamed it. */
  file: number;
  readonly columns: Map<string, KnownColumn>;
  readonly checks: Map<string, KnownCheck>;
  /** Tables that its foreign keys refer to, by the names of these. */
  readonly references: Map<string, ObjectName>;
  /** The table of an index. */
  indexed?: ObjectName;
}

/** One that was there before, and of which nothing has been said. */
export function unknownRelation(): KnownRelation {
  return { isNew: false, file: 0, columns: new Map(), checks: new Map(), references: new Map() };
}
