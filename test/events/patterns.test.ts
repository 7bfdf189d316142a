import { expect, test } from 'vitest';
import {
  checkEventType,
  checkPattern,
  defaultEnvironmentPatterns,
  eventTypes,
  matches,
} from '../../src/events/patterns.js';

test.each([
  ['migration.completed', 'migration.completed', true],
  ['migration.completed', 'migration.failed', false],
  ['migration.*', 'migration.failed', true],
  ['migration.*', 'migration.phase.started', true],
  ['migration.phase.*', 'migration.failed', false],
  ['migration.*', 'migrations.failed', false],
  ['migration.*', 'migration', false],
  ['*', 'webhook.test', true],
])('pattern %s against %s: %s', (pattern, type, expected) => {
  expect(matches([pattern], type)).toBe(expected);
});

test('matches nothing without patterns', () => {
  expect(matches([], 'migration.completed')).toBe(false);
});

test.each([...eventTypes, 'migration.*', '*'])('accepts %s', (pattern) => {
  expect(checkPattern(pattern)).toBeUndefined();
});

test('names the nearest valid type of an unknown one', () => {
  expect(checkPattern('migration.complete')).toEqual({
    pattern: 'migration.complete',
    nearest: 'migration.completed',
    message: 'unknown event type or pattern "migration.complete": did you mean migration.completed?',
  });
});

test('names the nearest wildcard of an unknown one', () => {
  expect(checkPattern('migrations.*')?.nearest).toBe('migration.*');
});

test('lists what is valid where nothing is near', () => {
  expect(checkPattern('deployments')?.message).toContain('valid are migration.created, ');
});

test.each(['', 'migration', 'migration.', '*.completed', '**'])('refuses %j', (pattern) => {
  expect(checkPattern(pattern)).toBeDefined();
});

test('refuses a wildcard where one exact type is wanted', () => {
  expect(checkEventType('migration.*')).toBeDefined();
  expect(checkEventType('migration.failed')).toBeUndefined();
});

test('sends success and failure to environment endpoints by default', () => {
  expect(defaultEnvironmentPatterns).toEqual(['migration.completed', 'migration.failed']);
});
