import { expect, it } from 'vitest';
import { readSources } from '../../architecture/sources.js';

it('has no statement that changes or deletes an entry of the audit log', async () => {
  const sources = await readSources();
  const naming = sources.filter(({ text }) => /confiture\.audit\b/.test(text));
  expect(naming.length).toBeGreaterThan(2);
  const changing = naming.filter(({ text }) =>
    /(update|delete\s+from|truncate(\s+table)?|drop\s+table|merge\s+into)\s+(only\s+)?confiture\.audit\b/i.test(
      text,
    ),
  );
  expect(changing.map(({ file }) => file)).toEqual([]);
});
