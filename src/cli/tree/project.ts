import type { Command } from 'commander';
import type { Bind } from './bind.js';

/** Commands for a whole project. */
export function addProject(program: Command, bind: Bind): void {
  bind(
    program
      .command('init')
      .description('set up this folder: config file, db/migrations with an example, .gitignore'),
    async () => (await import('../commands/init.js')).init,
  );
}

/** `hooks …` */
export function addHooks(hooks: Command, bind: Bind): void {
  bind(
    hooks.command('list').description('registered hooks, in the order they are called'),
    async () => (await import('../commands/hooks.js')).listHooks,
  );
}
