import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/build-program.js';
import type { ProcessContext } from '../../src/cli/process/process-context.js';
import { EXIT } from '../../src/errors.js';
import { codeBlocks, readText, tableRows } from './markdown.js';

const readme = await readText('README.md');
const architecture = await readText('docs/architecture.md');
const contributing = await readText('CONTRIBUTING.md');
const commandLine = (await Promise.all((await documents()).map(readText))).join('\n');

describe('README.md', () => {
  it('begins with the two lines a newcomer needs', () => {
    expect(codeBlocks(readme, 'sh')[0]).toBe('npm ci && npm run demo\nnpm ci && npm test\n');
  });

  it('shows the usage that --help prints', () => {
    expect(codeBlocks(readme, 'text')[0]).toBe(program().helpInformation());
  });

  it('shows a picture of the same run for light and for dark pages', async () => {
    const files = [...readme.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, file = '']) => file);
    expect(files.slice(0, 2)).toEqual(['docs/images/run-dark.svg', 'docs/images/run-light.svg']);
    const [dark = '', light] = (await Promise.all(files.slice(0, 2).map(readText))).map(textOfPicture);
    expect(dark).toContain('$ confiture migrate up');
    expect(light).toBe(dark);
  });

  it('shows the page in small pictures, each for light and for dark pages', async () => {
    const files = [...readme.matchAll(/(?:src|srcset)="([^"]+\.png)"/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(0);
    const pairs = files
      .filter((file) => file.includes('-dark'))
      .flatMap((file) => [file, file.replace('-dark', '-light')]);
    expect(files).toEqual(pairs);
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    expect(sizes.filter((size) => size > 150_000)).toEqual([]);
  });

  it('tells the figures of the measurement that the page on the architecture shows', () => {
    const measured = figuresIn(architecture.slice(architecture.indexOf('## Figures')));
    const told = figuresIn(readme);
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((figure) => !measured.includes(figure))).toEqual([]);
  });

  it('names every exit code', () => {
    const named = tableRows(readme).flatMap(([codes = '']) => codes.match(/\d+/g) ?? []);
    expect(named).toEqual([...new Set(Object.values(EXIT))].map(String));
  });
});

describe('the documents', () => {
  it('name only scripts that package.json has', async () => {
    const { scripts } = JSON.parse(await readText('package.json'));
    const named = `${readme}${contributing}`.matchAll(/npm run ([\w:]+)/g);
    expect([...named].map(([, name = '']) => name).filter((name) => !(name in scripts))).toEqual([]);
  });

  it('name only commands that there are', () => {
    const named = commandLine.matchAll(
      /(?:^|`)(?:npx )?confiture ((?:[a-z]+(?:-[a-z]+)*)(?: [a-z]+(?:-[a-z]+)*)?)/gm,
    );
    const unknown = [...named].map(([, words = '']) => words.split(' ')).filter((words) => !isCommand(words));
    expect(unknown).toEqual([]);
  });

  it('link only to files that are there', async () => {
    const missing = (await documents()).map(async (file) => {
      const links = (await readText(file)).matchAll(/\]\((?!https?:|#)([^)#]+)/g);
      const base = new URL(`../../${file}`, import.meta.url);
      return [...links]
        .map(([, target = '']) => new URL(target, base))
        .filter((target) => !existsSync(target));
    });
    expect((await Promise.all(missing)).flat().map(String)).toEqual([]);
  });
});

/** Durations and ratios as the pages write them: `2,666 ms`, `1.09 ×`. */
function figuresIn(text: string): string[] {
  return [...text.matchAll(/[\d.,]*\d (?:ms|×)/g)].map(([figure]) => figure);
}

function textOfPicture(svg: string): string {
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)]
    .map(([, text = '']) => text.replaceAll(/<[^>]+>/g, ''))
    .join('\n');
}

async function documents(): Promise<string[]> {
  const docs = await readdir(new URL('../../docs', import.meta.url));
  const pages = docs.filter((name) => name.endsWith('.md'));
  return [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'SECURITY.md',
    ...pages.map((name) => `docs/${name}`),
  ];
}

/** True where the first word is a command and, where it is a group, the second one of it; a group takes no flags. */
function isCommand([first, second]: string[]): boolean {
  const found = program().commands.find((command) => command.name() === first);
  if (found === undefined || found.commands.length === 0) return found !== undefined;
  if (second === undefined && found.options.length > 0) return true;
  return found.commands.some(
    (command) => command.name() === second || command.aliases().includes(`${second}`),
  );
}

function program() {
  const processContext = { version: '0.0.0', stdout: process.stdout } as unknown as ProcessContext;
  return buildProgram(processContext).configureOutput({ getOutHelpWidth: () => 80 });
}
