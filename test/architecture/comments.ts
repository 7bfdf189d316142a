/** Sentences of comments that say what a noun would say, against the number of comment lines with words. */
export interface CommentCounts {
  readonly lines: number;
  /** Each with its file. */
  readonly sentences: readonly string[];
}

const WITHOUT_NOUN = /\b(whoever|nobody|somebody|what is)\b/i;

/** Counts in texts of source files; a comment that stands behind code in its line is not looked at. */
export function countComments(sources: readonly { file: string; text: string }[]): CommentCounts {
  const blocks = sources.flatMap(({ file, text }) => blocksOf(text).map((lines) => ({ file, lines })));
  return {
    lines: blocks.reduce((sum, { lines }) => sum + lines.filter((line) => /\w/.test(line)).length, 0),
    sentences: blocks.flatMap(({ file, lines }) =>
      sentencesOf(lines)
        .filter((sentence) => WITHOUT_NOUN.test(sentence))
        .map((sentence) => `${file}: ${sentence}`),
    ),
  };
}

/** The comments of a file, each as its lines. */
function blocksOf(text: string): string[][] {
  const blocks: string[][] = [];
  let isOpen = false;
  let wasComment = false;
  for (const line of text.split('\n').map((it) => it.trim())) {
    const begins = line.startsWith('//') || line.startsWith('/*');
    const isComment = isOpen || begins;
    if (isComment && (isOpen || (wasComment && line.startsWith('//')))) blocks.at(-1)?.push(line);
    else if (isComment) blocks.push([line]);
    isOpen = (isOpen || line.startsWith('/*')) && !line.includes('*/');
    wasComment = isComment;
  }
  return blocks;
}

function sentencesOf(lines: readonly string[]): string[] {
  const text = lines.map((line) => line.replace(/^(\/\/|\/\*+|\*(?!\/))\s?|\s*\*\/$/g, '')).join(' ');
  return text.split(/(?<=[.!?:;])\s+/).map((sentence) => sentence.trim());
}
