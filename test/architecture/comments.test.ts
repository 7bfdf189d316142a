import { describe, expect, it } from 'vitest';
import { tallyComments } from './comments.js';
import { readSources } from './sources.js';

/** Part of the comment lines. */
const MOST_SENTENCES_WITHOUT_NOUN = 0.015;

const sources = await readSources();

describe('the comments of the source', () => {
  it('are sentences with a noun as subject', () => {
    const { lines, sentences } = tallyComments(sources);
    expect(sentences.length / lines, sentences.join('\n')).toBeLessThan(MOST_SENTENCES_WITHOUT_NOUN);
  });
});

describe('the count of sentences without a noun', () => {
  const tally = (...lines: string[]) => tallyComments([{ file: 'a.ts', text: lines.join('\n') }]);

  it.each([
    [1, ['// Whoever asks.']],
    [1, ['/**', ' * Says what', ' * is wrong.', ' */']],
    [2, ['/** Nobody waits. Somebody asks. */']],
    [2, ['/* What is left: nobody', 'knows. */', 'const a = 1;']],
    [1, ['// The answer to', '// whoever asks.']],
  ])('finds %i in %j', (count, lines) => {
    expect(tally(...lines).sentences).toHaveLength(count);
  });

  it.each([[['const a = `', '* whoever`;']], [['const nobody = 1;']], [['// What a receiver is told.']]])(
    'finds none in %j',
    (lines) => {
      expect(tally(...lines).sentences).toEqual([]);
    },
  );

  it('counts the lines of comments that have words', () => {
    expect(tally('/** One. */', 'const a = 1;', '/*', ' * Two.', ' */', '// Three.').lines).toBe(3);
  });
});
