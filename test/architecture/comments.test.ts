import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { countComments } from './comments.js';
import { readFileNames, readSources } from './sources.js';

/** Part of the comment lines. */
const MOST_SENTENCES_WITHOUT_NOUN = 0.015;

const sources = await readSources();

describe('the comments of the source', () => {
  it('are sentences with a noun as subject', () => {
    const { lines, sentences } = countComments(sources);
    expect(sentences.length / lines, sentences.join('\n')).toBeLessThan(MOST_SENTENCES_WITHOUT_NOUN);
  });
});

describe('the comments of tests, scripts and benchmarks', () => {
  it('are such sentences too', async () => {
    const files = (await readFileNames(['test', 'scripts', 'bench'])).filter((file) =>
      /\.(ts|mjs)$/.test(file),
    );
    const others = files.filter((file) => file !== 'test/architecture/comments.test.ts');
    const texts = await Promise.all(
      others.map(async (file) => ({ file, text: await readFile(file, 'utf8') })),
    );
    const { lines, sentences } = countComments(texts);
    expect(sentences.length / lines, sentences.join('\n')).toBeLessThan(MOST_SENTENCES_WITHOUT_NOUN);
  });
});

describe('the count of sentences without a noun', () => {
  const countIn = (...lines: string[]) => countComments([{ file: 'a.ts', text: lines.join('\n') }]);

  it.each([
    [1, ['// Whoever asks.']],
    [1, ['/**', ' * Says what', ' * is wrong.', ' */']],
    [2, ['/** Nobody waits. Somebody asks. */']],
    [2, ['/* What is left: nobody', 'knows. */', 'const a = 1;']],
    [1, ['// The answer to', '// whoever asks.']],
  ])('finds %i in %j', (count, lines) => {
    expect(countIn(...lines).sentences).toHaveLength(count);
  });

  it.each([[['const a = `', '* whoever`;']], [['const nobody = 1;']], [['// What a receiver is told.']]])(
    'finds none in %j',
    (lines) => {
      expect(countIn(...lines).sentences).toEqual([]);
    },
  );

  it('counts the lines of comments that have words', () => {
    expect(countIn('/** One. */', 'const a = 1;', '/*', ' * Two.', ' */', '// Three.').lines).toBe(3);
  });
});
