import { expect, it } from 'vitest';
import { documentTitle } from '../../../../src/server/dashboard/frame/document-title.js';

it.each([
  ['/', 'Overview · shop (production)'],
  ['/runs', 'Runs · shop (production)'],
  ['/endpoints/a%20b', 'a b · Endpoints · shop (production)'],
  ['/endpoints/100%', '100% · Endpoints · shop (production)'],
  [`/runs/${'x'.repeat(10_000)}`, `${'x'.repeat(40)} · Runs · shop (production)`],
  ['/nowhere', 'No such page · shop (production)'],
])('%s has a title of its own', (path, title) => {
  expect(documentTitle(path, { database: 'shop', environment: 'production' })).toBe(title);
});
