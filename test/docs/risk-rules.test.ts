import { describe, expect, it } from 'vitest';
import { coveredRules } from '../../src/migrations/analysis/risk/covered-rules.js';
import { rules } from '../../src/migrations/analysis/risk/rules.js';
import { tierMeanings, tiers } from '../../src/migrations/analysis/risk/tier.js';
import { readText, tableRows } from './markdown.js';

const page = await readText('docs/lifecycle.md');
const [, section = ''] = page.split('\n## ');
const rows = tableRows(section);
const code = (text: string) => `\`${text}\``;

describe('the section on plans of docs/lifecycle.md', () => {
  it('lists every tier with its meaning, in order', () => {
    const listed = rows.filter(([name = '']) => tiers.some((tier) => code(tier) === name));
    expect(listed.slice(0, tiers.length)).toEqual(tiers.map((tier) => [code(tier), tierMeanings[tier]]));
  });

  it('lists every rule as the source has it', () => {
    const listed = rows.filter(({ length }) => length === 5);
    expect(listed).toEqual(
      Object.entries(rules).map(([name, { group, message, saferWay, alsoSilencedBy }]) => [
        code(name),
        group,
        message,
        saferWay ?? '',
        alsoSilencedBy.map(code).join(' '),
      ]),
    );
  });

  it('lists the rules of squawk that have nothing to find', () => {
    const listed = rows.filter(([name = '']) => name.slice(1, -1) in coveredRules);
    expect(listed).toEqual(Object.entries(coveredRules).map(([name, why]) => [code(name), why]));
  });
});
