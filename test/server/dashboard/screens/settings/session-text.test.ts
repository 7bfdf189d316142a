import { expect, it } from 'vitest';
import { sessionText } from '../../../../../src/server/dashboard/screens/settings/session-text.js';

it('the settings begin with who is signed in where, and what that allows', () => {
  const at = { name: 'ann', database: 'shop', environment: 'staging' };
  expect(sessionText({ ...at, scopes: ['read'] })).toBe('You are ann on shop (staging), and may read.');
  expect(sessionText({ ...at, scopes: ['read', 'operate', 'approve'] })).toBe(
    'You are ann on shop (staging), and may read, operate and approve.',
  );
});
