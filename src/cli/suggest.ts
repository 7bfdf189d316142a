import type { Command } from 'commander';
import { nearest } from '../text/nearest.js';

/** What other tools call a command. */
const COMMANDS: Readonly<Record<string, string>> = {
  apply: 'migrate up',
  create: 'migrate generate',
  deploy: 'migrate up',
  migrations: 'migrate status',
  redo: 'migrate down',
  rollback: 'migrate down',
  run: 'migrate up',
  undo: 'migrate down',
};

/** What other tools call a flag. */
const FLAGS: Readonly<Record<string, string>> = {
  '--count': '--steps',
  '--db': '--database-url',
  '--dir': '--migrations-dir',
  '--environment': '--env',
  '--json': '--format json',
  '--path': '--migrations-dir',
  '--to': '--target',
  '--url': '--database-url',
};

/** The command that a mistyped `name` most likely meant, as it is typed after `confiture`; undefined where none is near. */
export function suggestCommand(program: Command, name: string): string | undefined {
  const paths = pathsBelow(program);
  const last = (path: string) => path.split(' ').at(-1) ?? '';
  const meant = COMMANDS[name] ?? name;
  return (
    paths.find((path) => path === meant) ??
    paths.find((path) => last(path) === meant) ??
    paths.find((path) => last(path) === nearest(name, paths.map(last)))
  );
}

/** The flag of `command` that a mistyped one most likely meant. */
export function suggestFlag(command: Command, flag: string): string | undefined {
  const known = command.options.flatMap(({ long }) => long ?? []);
  const meant = FLAGS[flag];
  if (meant !== undefined && known.includes(meant.split(' ')[0] ?? '')) return meant;
  const isBeginning = (one: string, other: string) => one.length >= 5 && other.startsWith(one);
  const bare = flag.split('=')[0] ?? flag;
  return (
    nearest(bare, known) ??
    known.find((each) => isBeginning(each, bare)) ??
    known.find((each) => isBeginning(bare, each))
  );
}

/** The command that `words` lead to, and how many of them are its name; flags before the name are passed over. */
export function commandAt(program: Command, words: readonly string[]): { command: Command; path: string[] } {
  let command = program;
  const path: string[] = [];
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
    if (next === undefined) continue;
    command = next;
    path.push(word);
  }
  return { command, path };
}

function pathsBelow(command: Command, prefix = ''): string[] {
  return command.commands.flatMap((each) => {
    const path = `${prefix}${each.name()}`;
    return [path, ...pathsBelow(each, `${path} `)];
  });
}
