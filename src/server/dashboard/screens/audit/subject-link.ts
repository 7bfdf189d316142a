import type { AuditEntry } from '../../api/generated.js';

const SCREENS: Readonly<Record<string, string>> = {
  run: '/runs/',
  webhook: '/endpoints/',
  approval: '/approvals/',
  delivery: '/deliveries/',
  event: '/events/',
  migration: '/migrations/',
  /** Its progress stands above the list that it was asked for in. */
  job: '/deliveries?job=',
};

/** The screen of what an entry is about; null where it has none. */
export function hrefOfSubject({
  subject_kind: kind,
  subject_id: id,
}: Pick<AuditEntry, 'subject_kind' | 'subject_id'>): string | null {
  const screen = SCREENS[kind];
  return screen === undefined || id === null ? null : `${screen}${encodeURIComponent(id)}`;
}
