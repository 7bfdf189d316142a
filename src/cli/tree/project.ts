import type { Command } from 'commander';
import type { Bind } from './bind.js';
import { withDatabase } from './options.js';

/** Commands for a whole project. */
export function addProject(program: Command, bind: Bind): void {
  bind(
    program
      .command('init')
      .description('set up this folder: config file, db/migrations with an example, .gitignore'),
    async () => (await import('../commands/project/init.js')).init,
  );
  bind(
    withDatabase(
      program.command('doctor').description('check all that a run depends on, and say what to do'),
    ),
    async () => (await import('../commands/project/doctor.js')).doctor,
  );
  bind(
    program
      .command('schema [command...]')
      .description('what commands print with --format json, or the JSON Schema of one'),
    async () => {
      const { schema } = await import('../commands/project/schema.js');
      return (context, _options: object, ...words) => schema(context, words.flat());
    },
  );
}

/** `hooks …` */
export function addHooks(hooks: Command, bind: Bind): void {
  bind(
    hooks.command('list').description('registered hooks, in the order they are called'),
    async () => (await import('../commands/project/hooks.js')).listHooks,
  );
}
