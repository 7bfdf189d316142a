import { describe, expect, it } from 'vitest';
import { ConfitureError } from '../../../../src/errors.js';
import { jobSummary } from '../../../../src/output/reporters/github/job-summary.js';

const header = {
  version: '1.2.3',
  environment: 'production',
  database: { host: 'db:5432', name: 'app' },
  source: 'DATABASE_URL',
  embedded: false,
};
const finished = (name: string) => ({
  name,
  index: 1,
  total: 1,
  durationMs: 12,
  rowsAffected: 3,
  direction: 'up' as const,
});

describe('jobSummary', () => {
  it('lists what was applied and what failed', () => {
    const error = new ConfitureError('MIGRATION_FAILED', 'It failed.', {
      location: { file: '006_b.up.sql', line: 3 },
      sqlstate: '42601',
      hint: 'Mend it.',
    });
    const summary = jobSummary({ header, finished: [finished('005_a')], failure: { error } });
    expect(`\n${summary}`).toMatchInlineSnapshot(`
      "
      ### Migrations failed

      Database **app on db\\:5432**, environment **production**

      | Migration | | Duration | Rows |
      |---|---|--:|--:|
      | 005_a | applied | 12 ms | 3 |

      **MIGRATION_FAILED**: It failed.

      - at 006_b.up.sql\\:3
      - SQLSTATE 42601
      - next: Mend it.
      "
    `);
  });

  it('is empty where there is nothing to say', () => {
    expect(jobSummary({ header, finished: [], failure: null })).toBe('');
  });

  it.each([
    ['a cell border', 'a|b', 'a\\|b'],
    ['HTML', '<img src=x>', '&lt;img src=x&gt;'],
    ['a link', '[a](https://x.example)', '\\[a\\](https\\://x.example)'],
    ['a line break', 'a\nb', 'a\\\\nb'],
    ['a mention', '@team', '&#64;team'],
  ])('lets a name do nothing: %s', (_title, name, escaped) => {
    const row = jobSummary({ header: null, finished: [finished(name)], failure: null }).split('\n')[4];
    expect(row).toBe(`| ${escaped} | applied | 12 ms | 3 |`);
  });

  it('stays below the size GitHub takes', () => {
    const many = Array.from({ length: 5000 }, (_, index) => finished(`${index}_${'x'.repeat(200)}`));
    const summary = jobSummary({ header, finished: many, failure: null });
    expect(summary.length).toBeLessThan(1024 * 1024);
    expect(summary).toContain('and 4,000 more migrations');
  });
});
