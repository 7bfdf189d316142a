import { type Command, InvalidArgumentError } from 'commander';

/** For commands that read migration files. */
export function withFolder(command: Command): Command {
  return command.option('--migrations-dir <folder>', 'folder of the migrations (default: db/migrations)');
}

/** For commands that open the database. */
export function withDatabase(command: Command): Command {
  return withFolder(command).option(
    '-d, --database-url <url>',
    'postgres://… or pglite:FOLDER (default: CONFITURE_DATABASE_URL, config file, DATABASE_URL)',
  );
}

/** For commands that take the migration lock. */
export function withLock(command: Command): Command {
  return command
    .option('--lock-timeout <ms>', 'how long to wait for another run (default: 30000)', wholeNumber(0))
    .option('--no-lock', 'run without the migration lock');
}

/** For commands that change the schema. */
export function withRun(command: Command): Command {
  return withLock(withDatabase(command))
    .option(
      '--drain-timeout <ms>',
      'how long to go on sending events at the end (default: 10000)',
      wholeNumber(0),
    )
    .option('--dry-run', 'say what would be done, and do nothing');
}

/** Parser of a flag that takes a whole number. */
export function wholeNumber(least: number, most = 2_147_483_647): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
