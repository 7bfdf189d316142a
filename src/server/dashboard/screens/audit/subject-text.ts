import type { AuditEntry } from '../../api/generated.js';

/** What an entry without an id is about: all of a kind, or those of a filter. */
const MANY: Readonly<Record<string, string>> = {
  run: 'all runs',
  delivery: 'deliveries of a filter',
  event: 'events of a filter',
};

/** What an entry is about: the name of it where the entry has one, else its id. */
export function subjectText({
  subject_kind: kind,
  subject_id: id,
  after,
}: Pick<AuditEntry, 'subject_kind' | 'subject_id' | 'after'>): string {
  if (id === null) return MANY[kind] ?? kind;
  const name: unknown = after?.name;
  return typeof name === 'string' && name !== '' ? name : id;
}
