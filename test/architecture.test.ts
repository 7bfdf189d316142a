import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { forbiddenImports, importRings } from './architecture/floors.js';
import { forbiddenGlobals } from './architecture/globals.js';
import { readSources, type Source, sourceOf } from './architecture/sources.js';

const NAMES_WITHOUT_MEANING = /^(utils?|helpers?|common|types|misc|shared)\.ts$/;
const MOST_LINES = 250;
const MOST_LINES_MEDIAN = 90;

const sources = await readSources();

describe('the source tree', () => {
  it('imports from lower floors or the same folder only', () => {
    expect(forbiddenImports(sources)).toEqual([]);
  });

  it('has no import rings, types included', () => {
    expect(importRings(sources)).toEqual([]);
  });

  it('uses the console, the process, the clock, chance and code of the user only where they belong', () => {
    expect(forbiddenGlobals(sources)).toEqual([]);
  });

  it('has no file that is longer than one can read at once', () => {
    expect(sources.filter(({ lines }) => lines > MOST_LINES).map(({ file, lines }) => [file, lines])).toEqual(
      [],
    );
  });

  it('has short files on the whole', () => {
    const lengths = sources.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(MOST_LINES_MEDIAN);
  });

  it('has no file whose name says nothing', () => {
    const nameless = sources.filter(({ file }) => NAMES_WITHOUT_MEANING.test(path.basename(file)));
    expect(nameless.map(({ file }) => file)).toEqual([]);
  });
});

describe('the rule for imports', () => {
  const cases: [what: string, from: string, text: string, to: string][] = [
    ['a higher floor', 'src/events/event.ts', "import { a } from '../runner/run.js';", 'src/runner/run.ts'],
    [
      'a higher floor, as a type',
      'src/errors.ts',
      "import type { A } from './events/event.js';",
      'src/events/event.ts',
    ],
    [
      'a higher floor, in a type',
      'src/hooks/bus.ts',
      "type A = import('../cli/process-context.js').A;",
      'src/cli/process-context.ts',
    ],
    ['a higher floor, by re-export', 'src/config/a.ts', "export * from '../index.js';", 'src/index.ts'],
    [
      'a higher floor, later',
      'src/output/a.ts',
      "void import('../listener/receiver.js');",
      'src/listener/receiver.ts',
    ],
    ['another folder of the floor', 'src/config/a.ts', "import '../hooks/bus.js';", 'src/hooks/bus.ts'],
    ['the outbox in the runner', 'src/runner/a.ts', "import '../outbox/claim.js';", 'src/outbox/claim.ts'],
    ['the program in the public API', 'src/index.ts', "import '../bin/confiture.js';", 'bin/confiture.ts'],
    ['the runner in the outbox', 'src/outbox/a.ts', "import '../runner/run.js';", 'src/runner/run.ts'],
    [
      'the inside in a built-in hook',
      'hooks/a.ts',
      "import '../src/delivery/send.js';",
      'src/delivery/send.ts',
    ],
    ['a file that is not there', 'src/events/a.ts', "import './missing.js';", 'src/events/missing.ts'],
  ];

  it.each(cases)('finds %s', (_what, from, text, to) => {
    const tree = [sourceOf(from, text), ...(to.endsWith('missing.ts') ? [] : [sourceOf(to, '')])];
    expect(forbiddenImports(tree)).toEqual([expect.stringContaining(`${from} imports ${to}`)]);
  });

  it('finds a folder that has no floor', () => {
    expect(forbiddenImports([sourceOf('src/attic/a.ts', '')])).toEqual(['src/attic/a.ts stands on no floor']);
  });

  it('allows lower floors, packages and the same folder', () => {
    const text = "import '../events/event.js'; import 'pg'; import 'node:fs'; import './plan.js';";
    const files = ['src/events/event.ts', 'src/runner/plan.ts'].map((file) => sourceOf(file, ''));
    expect(forbiddenImports([sourceOf('src/runner/run.ts', text), ...files])).toEqual([]);
  });

  it('finds a ring that is closed by a type', () => {
    const ring: Source[] = [
      sourceOf('src/hooks/a.ts', "import './b.js';"),
      sourceOf('src/hooks/b.ts', "import './c.js';"),
      sourceOf('src/hooks/c.ts', "import type { A } from './a.js';"),
    ];
    expect(importRings(ring)).toEqual(['src/hooks/a.ts → src/hooks/b.ts → src/hooks/c.ts → src/hooks/a.ts']);
  });
});

describe('the rule for globals', () => {
  it.each([
    ['src/events/a.ts', 'export const a = process.env.HOME;'],
    ['src/events/a.ts', 'export const a = Date.now();'],
    ['src/events/a.ts', 'export const a = new Date();'],
    ['src/events/a.ts', 'export const a = Math.random();'],
    ['src/events/a.ts', 'export const a = fetch;'],
    ['src/events/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/errors.ts', "import 'node:process';"],
    ['src/runner/a.ts', "console.log('a');"],
    ['src/cli/a.ts', "import chalk from 'chalk';"],
    ['src/runner/a.ts', 'process.exit(1);'],
    ['src/runner/a.ts', 'void import(file);'],
    ['src/cli/a.ts', 'process.exitCode = 1;'],
  ])('finds in %s: %s', (file, text) => {
    expect(forbiddenGlobals([sourceOf(file, text)])).toHaveLength(1);
  });

  it.each([
    ['src/events/a.ts', 'export const a = (at: Date) => new Date(at.getTime() + 1);'],
    [
      'src/events/a.ts',
      'export const a = { process: 1, Date: 2 }; export const b = a.process; // console.log',
    ],
    ['src/output/a.ts', "console.log('a');"],
    ['bin/a.ts', 'process.exit(1);'],
    ['src/hooks/a.ts', 'void import(file);'],
  ])('allows in %s: %s', (file, text) => {
    expect(forbiddenGlobals([sourceOf(file, text)])).toEqual([]);
  });
});
