/** A point in time as text for people, the same on every machine: `2026-01-09 14:23:45Z`. */
export function momentText(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
