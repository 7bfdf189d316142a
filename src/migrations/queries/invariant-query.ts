/** A query whose result must be the same before and after its migration. */
export interface InvariantQuery {
  /** Place in its file, from 1. */
  readonly number: number;
  /** Line it starts at, from 1. */
  readonly line: number;
  readonly text: string;
  /** True where it has an ORDER BY of its own: then the order of its rows is part of the result. */
  readonly isOrdered: boolean;
}
