import type { AuditEntry } from '../../api/generated.js';

const SCREENS: Readonly<Record<string, string>> = {
  run: '/runs',
  webhook: '/endpoints',
  approval: '/approvals',
  delivery: '/deliveries',
  migration: '/migrations',
};

/** The screen of what an entry is about; the log itself where it has none. */
export function hrefOfSubject({ subject_kind: kind, subject_id: id }: AuditEntry): string {
  const screen = SCREENS[kind];
  return screen === undefined || id === null ? '/audit' : `${screen}/${encodeURIComponent(id)}`;
}
