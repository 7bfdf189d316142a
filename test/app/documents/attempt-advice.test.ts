import { describe, expect, it } from 'vitest';
import { attemptAdvice } from '../../../src/app/documents/log/attempt-advice.js';
import { attemptErrors } from '../../../src/hooks/define/attempt-facts.js';

describe('the advice on an attempt', () => {
  it('is none where it arrived', () => {
    expect(attemptAdvice({ outcome: 'done', answerStatus: 204, error: null })).toBeNull();
  });

  it.each([...attemptErrors, null])('is one sentence or two where there was no answer: %s', (error) => {
    expect(attemptAdvice({ outcome: 'retry', answerStatus: null, error })).toMatch(/^[A-Z].*\.$/);
  });

  it.each([301, 400, 401, 404, 410, 418, 429, 500, 503])('is one for status %i', (answerStatus) => {
    expect(attemptAdvice({ outcome: 'final', answerStatus, error: null })).toMatch(/^[A-Z].*\.$/);
  });
});
