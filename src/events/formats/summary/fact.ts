import type { DatabaseFacts } from '../../facts.js';

/** Label and value of something that people are told; null and empty values are left out. */
export type Fact = readonly [label: string, value: string | null];

export function placeFacts(environment: string, database: DatabaseFacts | null): Fact[] {
  return [
    ['Environment', environment],
    ['Database', database && `${database.name} on ${database.host}`],
  ];
}

/** `2 migrations`, `1 migration`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first few of a list and how many there are beyond them. */
export function listed(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
