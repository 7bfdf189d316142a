import type { RecordMark } from '../../storage/recent-changes.js';

const KEPT = 500;

/**
 * Which records have changed, for pages that show them: kind and id, and nothing of what is in them. A hint to look
 * again, which may be told twice; unlike events it has no place to go on from.
 */
export class LiveChanges {
  #marks: ReadonlyMap<string, string> | null = null;
  #texts: readonly string[] = [];
  /** How many were told in all. */
  #count = 0;

  /** Number of the newest change. */
  get newest(): number {
    return this.#count;
  }

  /** Compares the records with those of the last time; returns whether any has changed. */
  add(records: readonly RecordMark[]): boolean {
    const before = this.#marks;
    const keyOf = ({ kind, id }: RecordMark) => `${kind} ${id}`;
    this.#marks = new Map(records.map((record) => [keyOf(record), record.mark]));
    if (before === null) return false;
    const changed = records.filter((record) => before.get(keyOf(record)) !== record.mark);
    this.#texts = [...this.#texts, ...changed.map(textOf)].slice(-KEPT);
    this.#count += changed.length;
    return changed.length > 0;
  }

  /** Forgets what was seen: a stream that opens later is told of changes from then on. */
  pause(): void {
    this.#marks = null;
  }

  /** The messages after a change, as many as are kept. */
  after(number: number): string {
    const missed = Math.min(this.#count - number, this.#texts.length);
    return missed <= 0 ? '' : this.#texts.slice(-missed).join('');
  }
}

function textOf({ kind, id }: RecordMark): string {
  return `event: change\ndata: ${JSON.stringify({ kind, id })}\n\n`;
}
