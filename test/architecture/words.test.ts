import { describe, expect, it } from 'vitest';
import { readFileNames, readSources, sourceOf } from './sources.js';
import { crowdedFolders, forbiddenWords } from './words.js';

const MOST_FILES_IN_FOLDER = 15;

const sources = await readSources();
const support = await readSources(['test', 'scripts', 'bench']);

describe('the names of the source', () => {
  it('hold no word for which the field has another one', () => {
    expect(forbiddenWords([...sources, ...support])).toEqual([]);
  });

  it('stand in folders of fifteen files at most', async () => {
    expect(crowdedFolders(await readFileNames(), MOST_FILES_IN_FOLDER)).toEqual([]);
  });
});

describe('the rule for words', () => {
  it.each([
    ['src/outbox/a.ts', 'export const handOver = 1;'],
    ['src/outbox/a.ts', 'export const HAND_OVER_MS = 1;'],
    ['src/outbox/a.ts', 'export function unpackArrivals() {}'],
    ['src/outbox/a.ts', 'export const a = { target: 1 };'],
    ['src/outbox/a.ts', 'class A { #inHand = 1; }'],
    ['src/outbox/courier.ts', 'export const a = 1;'],
    ['test/outbox/courier.test.ts', 'export const a = 1;'],
    ['scripts/hand-over.mjs', 'export const a = 1;'],
    ['src/runner/send-piece.ts', 'export const a = 1;'],
    ['src/cli/a.ts', 'export interface World { a: 1 }'],
    ['src/config/a.ts', 'export const a = (place: string) => place;'],
  ])('finds in %s: %s', (file, text) => {
    expect(forbiddenWords([sourceOf(file, text)])).not.toEqual([]);
  });

  it.each([
    ['src/outbox/a.ts', 'export const a = `select target from arrivals`; // hands over what is under way'],
    ['src/outbox/a.ts', 'export const a: Awaited<number> = 1; export const planet = 1;'],
    ['src/cli/a.ts', 'export const target = 1; export const place = 1;'],
    ['src/events/a.ts', 'export const a = { webhook_target: 1 };'],
  ])('allows in %s: %s', (file, text) => {
    expect(forbiddenWords([sourceOf(file, text)])).toEqual([]);
  });

  it('names file, word and the word to write', () => {
    expect(forbiddenWords([sourceOf('src/outbox/a.ts', 'const courier = courier;')])).toEqual([
      'src/outbox/a.ts: courier; write Dispatcher',
    ]);
  });

  it('counts the files of a folder without those of its sub-folders', () => {
    const files = ['src/a/1.ts', 'src/a/2.css', 'src/a/b/3.ts'];
    expect(crowdedFolders(files, 2)).toEqual([]);
    expect(crowdedFolders(files, 1)).toEqual(['src/a: 2 files']);
  });
});
