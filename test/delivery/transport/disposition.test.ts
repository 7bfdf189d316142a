import { describe, expect, it } from 'vitest';
import { dispositionOf } from '../../../src/delivery/transport/disposition.js';
import { answeredOutcome, type Outcome } from '../../../src/delivery/transport/outcome.js';

function answered(status: number): Outcome {
  return answeredOutcome({ status, durationMs: 1, response: { text: '', complete: true } }, null);
}

const unreachable: Outcome = {
  kind: 'unreachable',
  reason: 'tls',
  stage: 'connect',
  code: 'CERT_HAS_EXPIRED',
  durationMs: 1,
  text: '',
};
const refused: Outcome = { kind: 'refused', reason: 'address', durationMs: 0, text: '' };

describe('dispositionOf', () => {
  it.each([
    { status: 200, confiture: 'done', sensei: 'done' },
    { status: 204, confiture: 'done', sensei: 'done' },
    { status: 302, confiture: 'retry', sensei: 'retry' },
    { status: 400, confiture: 'final', sensei: 'retry' },
    { status: 401, confiture: 'final', sensei: 'retry' },
    { status: 404, confiture: 'final', sensei: 'retry' },
    { status: 408, confiture: 'retry', sensei: 'retry' },
    { status: 409, confiture: 'retry', sensei: 'retry' },
    { status: 410, confiture: 'final', sensei: 'final' },
    { status: 422, confiture: 'final', sensei: 'retry' },
    { status: 425, confiture: 'retry', sensei: 'retry' },
    { status: 429, confiture: 'retry', sensei: 'retry' },
    { status: 500, confiture: 'retry', sensei: 'retry' },
    { status: 503, confiture: 'retry', sensei: 'retry' },
  ])('makes $status $confiture on confiture and $sensei on sensei', ({ status, confiture, sensei }) => {
    expect(dispositionOf('confiture', answered(status))).toBe(confiture);
    expect(dispositionOf('sensei', answered(status))).toBe(sensei);
  });

  it('treats a list of the user like confiture', () => {
    expect(dispositionOf([0, 60], answered(400))).toBe('final');
  });

  it.each(['confiture', 'sensei'] as const)('tries again what was unreachable on %s', (schedule) => {
    expect(dispositionOf(schedule, unreachable)).toBe('retry');
  });

  it.each(['confiture', 'sensei'] as const)('gives up what our own policy refuses on %s', (schedule) => {
    expect(dispositionOf(schedule, refused)).toBe('final');
  });
});
