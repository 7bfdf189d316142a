/** Path of the screen of a migration, from its name: `003_orders` is `/migrations/mig_003`. */
export function migrationPath(name: string): string {
  return `/migrations/mig_${encodeURIComponent(name.split('_', 1)[0] ?? name)}`;
}
