import { expect, it } from 'vitest';
import { collectIssues, throwFaults } from '../../src/config/issues.js';
import { failureOf } from './failure.js';

const place = { path: 'a.b', source: 'confiture.config.ts' };

it('keeps the first fault of a place, since later ones follow from it', () => {
  const issues = collectIssues();
  issues.fault(place, 'must be a text');
  issues.fault(place, 'is not set');
  issues.fault({ ...place, source: '.env' }, 'is not set');
  expect(issues.faults.map(({ source, message }) => [source, message])).toEqual([
    ['confiture.config.ts', 'must be a text'],
    ['.env', 'is not set'],
  ]);
});

it('does not throw for warnings', () => {
  const issues = collectIssues();
  issues.warn(place, 'is short');
  expect(() => throwFaults(issues)).not.toThrow();
  expect(issues.warnings).toEqual(['a.b is short (confiture.config.ts)']);
});

it('lists every fault on a line of its own', async () => {
  const issues = collectIssues();
  issues.fault(place, 'must be a text');
  issues.fault({ path: '', source: 'x.json' }, 'must be an object');
  const error = await failureOf(() => throwFaults(issues));
  expect(error.message.split('\n').slice(1)).toEqual([
    '  a.b: must be a text (confiture.config.ts)',
    '  must be an object (x.json)',
  ]);
});
