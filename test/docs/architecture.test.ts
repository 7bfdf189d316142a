import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FLOORS } from '../architecture/floors.js';
import { readSources } from '../architecture/sources.js';
import { readText, tableRows } from './markdown.js';

const pages = ['docs/architecture.md', 'CONTRIBUTING.md'];
const [, floors = ''] = (await readText('docs/architecture.md')).split('## Floors');
const rows = tableRows(floors.slice(0, floors.indexOf('\n## '))).map(
  ([floor = '', room = '', text = '']) => ({
    floor,
    room: room.replaceAll(/`|\/`$/g, ''),
    text,
  }),
);

describe('docs/architecture.md', () => {
  it('shows the floors that the imports are held to, from the top to the ground', () => {
    const shown: string[][] = [];
    for (const { floor, room } of rows)
      if (floor === '') shown.at(-1)?.push(room);
      else shown.push([room]);
    expect(shown.map((rooms) => rooms.sort())).toEqual(
      [...FLOORS].reverse().map((rooms) => [...rooms].sort()),
    );
  });

  it('names the sub-folders of each room', async () => {
    const files = (await readSources()).map(({ file }) => file);
    const unnamed = rows.flatMap(({ room, text }) => {
      const below = files.filter((file) => file.startsWith(`${room}/`)).map((file) => file.split('/'));
      const folders = below.flatMap((parts) => parts.slice(room.split('/').length, -1).slice(0, 1));
      return [...new Set(folders)]
        .filter((name) => !text.includes(`\`${name}/\``))
        .map((name) => `${room}/${name}`);
    });
    expect(unnamed).toEqual([]);
  });
});

describe.each(pages)('%s', (page) => {
  it('names only source files that there are', async () => {
    const files = (await readSources()).map(({ file }) => `/${file}`);
    const named = [...(await readText(page)).matchAll(/(?<=[\s`(])[a-z][\w./-]*\.ts\b/g)].map(
      ([file]) => file,
    );
    const missing = named.filter((name) => {
      const isOfTests = name.startsWith('test/') && existsSync(name);
      return !isOfTests && !files.some((file) => file.endsWith(`/${name}`));
    });
    expect(missing).toEqual([]);
  });
});
