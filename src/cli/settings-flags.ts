import type { Command } from 'commander';
import { wholeNumber } from './whole-number.js';

/** How much of a project a command works with; each scope holds those before it. */
export type SettingsScope = 'files' | 'database' | 'lock' | 'run';

const ADDITIONS: Readonly<Record<SettingsScope, (command: Command) => Command>> = {
  files: (command) =>
    command.option('--migrations-dir <folder>', 'folder of the migrations (default: db/migrations)'),
  database: (command) =>
    command.option(
      '-d, --database-url <url>',
      'postgres://… or pglite:FOLDER (default: CONFITURE_DATABASE_URL, config file, DATABASE_URL)',
    ),
  lock: (command) =>
    command
      .option('--lock-timeout <ms>', 'how long to wait for another run (default: 30000)', wholeNumber(0))
      .option('--no-lock', 'run without the migration lock'),
  run: (command) =>
    command.option(
      '--drain-timeout <ms>',
      'how long to go on sending events at the end (default: 10000)',
      wholeNumber(0),
    ),
};

const SCOPES = Object.keys(ADDITIONS) as SettingsScope[];

/** Adds the flags of `scope` and of the scopes within it. */
export function withSettingsFlags(command: Command, scope: SettingsScope): Command {
  return SCOPES.slice(0, SCOPES.indexOf(scope) + 1).reduce((each, name) => ADDITIONS[name](each), command);
}
