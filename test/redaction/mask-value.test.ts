import { expect, it } from 'vitest';
import { maskValue } from '../../src/redaction/mask-value.js';

it('masks every text below a key that names a secret, and secrets within other texts', () => {
  const value = {
    name: 'audit',
    secret: 'invented-one',
    secrets: ['invented-two', { value: 'invented-three', rank: 1 }],
    headers: { Authorization: 'Bearer invented-four', 'X-Team': 'data' },
    url: 'https://ann:invented-five@example.com/hook',
    hasSecret: true,
    gone: null,
    at: new Date('2026-01-09T14:23:45.123Z'),
  };
  expect(maskValue(value)).toEqual({
    name: 'audit',
    secret: '***',
    secrets: ['***', { value: '***', rank: 1 }],
    headers: { Authorization: '***', 'X-Team': 'data' },
    url: expect.stringMatching(/^https:.*@example\.com\/hook$/),
    hasSecret: true,
    gone: null,
    at: '2026-01-09T14:23:45.123Z',
  });
  expect(JSON.stringify(maskValue(value))).not.toContain('invented');
});

it('keeps a key that a prototype has as a key of its own', () => {
  const masked = maskValue(JSON.parse('{"__proto__": {"secret": "invented"}}'));
  expect(JSON.stringify(masked)).toBe('{"__proto__":{"secret":"***"}}');
});
