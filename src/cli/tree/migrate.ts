import type { Command } from 'commander';
import type { ResolveFlags } from '../commands/migrate/resolve.js';
import type { DatabaseOptions } from '../run-command.js';
import type { Bind } from './bind.js';
import { wholeNumber, withDatabase, withFolder, withLock, withRun } from './options.js';

/** `migrate …` */
export function addMigrate(migrate: Command, bind: Bind): void {
  bind(
    withFolder(
      migrate.command('generate <name>').alias('new').description('write a new .up.sql/.down.sql pair'),
    ),
    async () => {
      const { generate } = await import('../commands/migrate/files.js');
      return (context, options: DatabaseOptions, name) => generate(context, name ?? '', options);
    },
  );
  bind(
    withRun(migrate.command('up').description('apply what is pending'))
      .option('-t, --target <version>', 'stop after this version')
      .option('-n, --steps <count>', 'apply at most this many', wholeNumber(1))
      .option('--single-transaction', 'apply everything in one transaction, all or nothing')
      .option('--strict', 'refuse to run when files are missing or out of order'),
    async () => (await import('../commands/migrate/run.js')).up,
  );
  bind(
    withRun(migrate.command('down').description('undo the newest migrations, all or nothing')).option(
      '-n, --steps <count>',
      'undo this many (default: 1)',
      wholeNumber(1),
    ),
    async () => {
      const { down } = await import('../commands/migrate/run.js');
      return (context, options: DatabaseOptions & { steps?: number }) =>
        down(context, { steps: options.steps ?? 1 }, options);
    },
  );
  bind(
    withRun(
      migrate.command('down-to <revision>').description('undo everything after this version, all or nothing'),
    ),
    async () => {
      const { down } = await import('../commands/migrate/run.js');
      return (context, options: DatabaseOptions, revision) => down(context, { to: revision ?? '' }, options);
    },
  );
  bind(
    withDatabase(
      migrate.command('status').description('what is applied and what is pending (exit 1: something is)'),
    ),
    async () => (await import('../commands/migrate/state.js')).status,
  );
  bind(
    withDatabase(migrate.command('current').description('the newest applied migration')),
    async () => (await import('../commands/migrate/state.js')).current,
  );
  bind(
    withLock(
      withDatabase(
        migrate.command('baseline').description('mark migrations as applied without running them'),
      ),
    )
      .requiredOption('-t, --target <version>', 'last version to mark')
      .option('--dry-run', 'say what would be marked'),
    async () => (await import('../commands/migrate/state.js')).baseline,
  );
  bind(
    withLock(
      withDatabase(
        migrate.command('verify').description('compare applied migrations with their files and checks'),
      ),
    ).option('--fix', 'accept changed files: record their present checksums'),
    async () => (await import('../commands/migrate/files.js')).verify,
  );
  bind(
    withLock(
      withDatabase(
        migrate
          .command('resolve <version>')
          .description('settle a migration that was cut off outside of a transaction'),
      ),
    )
      .option('--done', 'the statement that was running took effect: go on behind it')
      .option('--again', 'it did not take effect: run it again')
      .option('--applied', 'the whole file is done, by hand: record it')
      .option('--forget', 'everything was undone by hand: run the file from its start'),
    async () => {
      const { resolve } = await import('../commands/migrate/resolve.js');
      return (context, options: ResolveFlags, version) => resolve(context, version ?? '', options);
    },
  );
  bind(
    withFolder(migrate.command('validate').description('check the files alone, without a database')).option(
      '--strict',
      'take warnings for errors',
    ),
    async () => (await import('../commands/migrate/files.js')).validate,
  );
}
