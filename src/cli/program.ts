import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ConfitureError } from '../errors.js';
import type { ResolveFlags } from './commands/migrate-resolve.js';
import { type CommonOptions, withCommonOptions } from './common-options.js';
import { type CommandContext, type DatabaseOptions, runCommand } from './run-command.js';
import type { World } from './world.js';

type Action = (context: CommandContext, options: never, ...args: string[]) => Promise<number>;

/** Runs the command line `args` (without node and script) and returns the exit code. Never throws. */
export async function runProgram(args: readonly string[], world: World): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(world, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return runCommand(world, looseOptions(args), () => Promise.reject(usageError(error)));
  }
}

/** The command tree. What a command does is loaded when it is run. */
export function buildProgram(world: World, finish: (exitCode: number) => void = () => {}): Command {
  const program = new Command('confiture')
    .description('SQL-first schema migrations for PostgreSQL that tell other systems what happened')
    .version(world.version, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: () => {},
    })
    .enablePositionalOptions();
  withCommonOptions(program);

  /** Options of a command win over the same options before its name. */
  const bind = (command: Command, load: () => Promise<Action>) =>
    withCommonOptions(command).action(async (...received: unknown[]) => {
      const args = received.slice(0, -2) as string[];
      const options = { ...program.opts(), ...command.opts() } as CommonOptions;
      const run = await load();
      finish(await runCommand(world, options, (context) => run(context, options as never, ...args)));
    });

  addInit(program, bind);
  addMigrate(program.command('migrate').description('write, apply, undo and check migrations'), bind);
  addWebhooks(program.command('webhooks').description('where events go'), bind);
  addHooks(program.command('hooks').description('code that is called at moments of a run'), bind);
  return program;
}

type Bind = (command: Command, load: () => Promise<Action>) => Command;

function addInit(program: Command, bind: Bind): void {
  bind(
    program
      .command('init')
      .description('set up this folder: config file, db/migrations with an example, .gitignore'),
    async () => (await import('./commands/init.js')).init,
  );
}

function addMigrate(migrate: Command, bind: Bind): void {
  bind(
    withFolder(
      migrate.command('generate <name>').alias('new').description('write a new .up.sql/.down.sql pair'),
    ),
    async () => {
      const { generate } = await import('./commands/migrate-files.js');
      return (context, options: DatabaseOptions, name) => generate(context, name ?? '', options);
    },
  );
  bind(
    withRun(migrate.command('up').description('apply what is pending'))
      .option('-t, --target <version>', 'stop after this version')
      .option('-n, --steps <count>', 'apply at most this many', wholeNumber(1))
      .option('--single-transaction', 'apply everything in one transaction, all or nothing')
      .option('--strict', 'refuse to run when files are missing or out of order'),
    async () => (await import('./commands/migrate-run.js')).up,
  );
  bind(
    withRun(migrate.command('down').description('undo the newest migrations, all or nothing')).option(
      '-n, --steps <count>',
      'undo this many (default: 1)',
      wholeNumber(1),
    ),
    async () => {
      const { down } = await import('./commands/migrate-run.js');
      return (context, options: DatabaseOptions & { steps?: number }) =>
        down(context, { steps: options.steps ?? 1 }, options);
    },
  );
  bind(
    withRun(
      migrate.command('down-to <revision>').description('undo everything after this version, all or nothing'),
    ),
    async () => {
      const { down } = await import('./commands/migrate-run.js');
      return (context, options: DatabaseOptions, revision) => down(context, { to: revision ?? '' }, options);
    },
  );
  bind(
    withDatabase(
      migrate.command('status').description('what is applied and what is pending (exit 1: something is)'),
    ),
    async () => (await import('./commands/migrate-state.js')).status,
  );
  bind(
    withDatabase(migrate.command('current').description('the newest applied migration')),
    async () => (await import('./commands/migrate-state.js')).current,
  );
  bind(
    withLock(
      withDatabase(
        migrate.command('baseline').description('mark migrations as applied without running them'),
      ),
    )
      .requiredOption('-t, --target <version>', 'last version to mark')
      .option('--dry-run', 'say what would be marked'),
    async () => (await import('./commands/migrate-state.js')).baseline,
  );
  bind(
    withLock(
      withDatabase(
        migrate.command('verify').description('compare applied migrations with their files and checks'),
      ),
    ).option('--fix', 'accept changed files: record their present checksums'),
    async () => (await import('./commands/migrate-files.js')).verify,
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
      const { resolve } = await import('./commands/migrate-resolve.js');
      return (context, options: ResolveFlags, version) => resolve(context, version ?? '', options);
    },
  );
  bind(
    withFolder(migrate.command('validate').description('check the files alone, without a database')),
    async () => (await import('./commands/migrate-files.js')).validate,
  );
}

function addWebhooks(webhooks: Command, bind: Bind): void {
  bind(
    webhooks
      .command('listen')
      .description('local receiver: verifies and prints events')
      .option('-p, --port <port>', 'port to listen at; 0 takes a free one', wholeNumber(0, 65_535), 8000)
      .option('--host <address>', 'address to listen at', '127.0.0.1')
      .addOption(
        new Option(
          '--secret <secret...>',
          'secrets to verify with (default: CONFITURE_WEBHOOK_SECRET); other users of the machine can see flags',
        ),
      )
      .option('--status <code>', 'status to answer with', wholeNumber(200, 599), 200)
      .option('--delay <ms>', 'wait before answering', wholeNumber(0, 600_000), 0)
      .option('--forward <url>', 'pass each event on to this URL'),
    async () => (await import('./commands/listen.js')).listen,
  );
}

function addHooks(hooks: Command, bind: Bind): void {
  bind(
    hooks.command('list').description('registered hooks, in the order they are called'),
    async () => (await import('./commands/hooks.js')).listHooks,
  );
}

function withFolder(command: Command): Command {
  return command.option('--migrations-dir <folder>', 'folder of the migrations (default: db/migrations)');
}

function withDatabase(command: Command): Command {
  return withFolder(command).option(
    '-d, --database-url <url>',
    'postgres://… or pglite:FOLDER (default: CONFITURE_DATABASE_URL, config file, DATABASE_URL)',
  );
}

function withLock(command: Command): Command {
  return command
    .option('--lock-timeout <ms>', 'how long to wait for another run (default: 30000)', wholeNumber(0))
    .option('--no-lock', 'run without the migration lock');
}

function withRun(command: Command): Command {
  return withLock(withDatabase(command))
    .option(
      '--drain-timeout <ms>',
      'how long to go on sending events at the end (default: 10000)',
      wholeNumber(0),
    )
    .option('--dry-run', 'say what would be done, and do nothing');
}

function wholeNumber(least: number, most = 2_147_483_647): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

function usageError(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return new ConfitureError('FLAG_INVALID', message, {
    hint: '`confiture --help` lists commands, `COMMAND --help` their flags.',
  });
}

/** The format a broken command line asks for, so that its error comes in it too. */
function looseOptions(args: readonly string[]): CommonOptions {
  const asksJson = args.some(
    (arg, index) =>
      /^(--format|-f)=?json$/.test(arg) || (/^(--format|-f)$/.test(arg) && args[index + 1] === 'json'),
  );
  return asksJson ? { format: 'json' } : {};
}
