import { expect, it } from 'vitest';
import { decidersText } from '../../../../src/output/views/approvals/deciders.js';

it.each<[approvers: string[], forbidSelf: boolean, text: string]>([
  [[], false, 'everybody'],
  [['ann', 'ben'], false, 'ann, ben'],
  [[], true, 'everybody, but not on a plan of their own'],
  [['ann'], true, 'ann, but not on a plan of their own'],
])('says who of %j may decide, own plans forbidden: %s', (approvers, forbidSelf, text) => {
  expect(decidersText(approvers, forbidSelf)).toBe(text);
});
