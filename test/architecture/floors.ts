import path from 'node:path';
import type { Source } from './sources.js';

/**
 * The floors from the ground up. A room is a folder, or files that belong together. A file imports from lower
 * floors or from its own room; the rooms of one floor do not know each other.
 */
export const FLOORS: readonly (readonly string[])[] = [
  ['src/errors.ts', 'src/database-target.ts'],
  ['src/text', 'src/run-events.ts src/run-events'],
  ['src/redaction'],
  ['src/events'],
  ['src/templates'],
  ['src/user-code'],
  ['src/config', 'src/migrations', 'src/database', 'src/hooks', 'src/delivery', 'src/output'],
  ['src/storage'],
  ['src/runner', 'src/outbox', 'src/endpoints'],
  ['src/app'],
  ['src/plugin.ts', 'src/receiver.ts'],
  ['hooks', 'src/listener', 'src/server'],
  ['src/cli', 'src/index.ts'],
  ['bin'],
];

/** Rooms from which only some of the lower floors may be seen. */
const WINDOWS: Readonly<Record<string, readonly string[]>> = {
  hooks: ['src/plugin.ts'],
  'src/receiver.ts': ['src/errors.ts', 'src/text', 'src/redaction', 'src/events'],
};

/** Every import that goes where it must not, as a sentence. */
export function forbiddenImports(sources: readonly Source[]): string[] {
  const files = new Set(sources.map(({ file }) => file));
  return sources.flatMap((source) => {
    const room = roomOf(source.file);
    if (room === undefined) return [`${source.file} stands on no floor`];
    return importedFiles(source)
      .map((target) => (files.has(target) ? target : `${target}x`))
      .map((target) => [target, files.has(target) ? refusal(room, target) : 'which is not there'] as const)
      .flatMap(([target, reason]) =>
        reason === undefined ? [] : [`${source.file} imports ${target}, ${reason}`],
      );
  });
}

/** The rings of imports, each once, from its first file. */
export function importRings(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.file, importedFiles(source)]));
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at !== -1) rings.push([...trail.slice(at), file].join(' → '));
    if (at !== -1 || done.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return rings;
}

interface Room {
  readonly name: string;
  readonly floor: number;
}

function roomOf(file: string): Room | undefined {
  const floor = FLOORS.findIndex((rooms) => rooms.some((room) => isIn(room, file)));
  const name = FLOORS[floor]?.find((room) => isIn(room, file));
  return name === undefined ? undefined : { name, floor };
}

function isIn(room: string, file: string): boolean {
  return room.split(' ').some((part) => part === file || file.startsWith(`${part}/`));
}

function refusal({ name, floor }: Room, target: string): string | undefined {
  const to = roomOf(target);
  if (to === undefined || to.name === name) return undefined;
  if (to.floor > floor) return 'which is on a higher floor';
  if (to.floor === floor) return 'which is another folder of its floor';
  const window = WINDOWS[name];
  return window === undefined || window.includes(to.name)
    ? undefined
    : `but may only know ${window.join(', ')}`;
}

function importedFiles({ file, specifiers }: Source): string[] {
  return specifiers
    .filter((specifier) => specifier.startsWith('.') && !specifier.endsWith('.css'))
    .map((specifier) => path.posix.join(path.posix.dirname(file), specifier.replace(/\.js$/, '.ts')));
}
