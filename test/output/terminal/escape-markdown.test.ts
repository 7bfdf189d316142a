import { describe, expect, it } from 'vitest';
import { escapeMarkdown, escapeOwnMarkdown } from '../../../src/output/terminal/escape-markdown.js';

describe('text in Markdown', () => {
  it.each([
    'Drops the column with all its values; programs that still name it fail.',
    'order_items.total_price (ban-drop-column), 100% of it: "all"',
    'CREATE INDEX CONCURRENTLY, in a migration of its own! ADD CONSTRAINT … USING INDEX?',
  ])('is left as it is where nothing in it means anything: %s', (text) => {
    expect(escapeOwnMarkdown(text)).toBe(text);
    expect(escapeMarkdown(text)).toBe(text);
  });

  it.each([
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['@team &copy;', '&#64;team &amp;copy;'],
    ['[a](b) ![c](d)', '\\[a\\](b) !\\[c\\](d)'],
    ['`code` *a* ~~b~~ a|b $x$ \\n', '\\`code\\` \\*a\\* \\~\\~b\\~\\~ a\\|b \\$x\\$ \\\\n'],
    ['_a_ __b__ a_b_', '\\_a\\_ \\_\\_b\\_\\_ a_b\\_'],
    ['#12 owner/name#3 gh-4 # x', '\\#12 owner/name\\#3 gh\\-4 \\# x'],
    ['https://example.com www.example.com', 'https\\://example.com www\\.example.com'],
    [':tada: note: this', '\\:tada: note: this'],
    ['- a', '\\- a'],
    ['1. a', '1\\. a'],
    ['23) a', '23\\) a'],
    ['+ a - b', '\\+ a - b'],
    ['> a', '&gt; a'],
  ])('means nothing: %s', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});
