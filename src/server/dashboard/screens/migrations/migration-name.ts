interface Named {
  readonly version: string;
  readonly name: string;
  readonly title: string | null;
}

/** What people call a migration where its version stands beside it: `create_orders` of `003_create_orders`. */
export function nameWithoutVersion({ version, name, title }: Named): string {
  return title ?? (name.startsWith(`${version}_`) ? name.slice(version.length + 1) : name);
}

/** What people call a migration, with its version: its title, or else its name, which has it already. */
export function nameWithVersion({ version, name, title }: Named): string {
  return title === null ? name : `${version} ${title}`;
}
