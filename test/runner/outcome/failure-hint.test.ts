import { expect, it } from 'vitest';
import { hintFor } from '../../../src/runner/outcome/failure-hint.js';

const DIRECTIVE = '-- confiture: no-transaction';

it.each(['25001', '2D000', '55P04', '55006'])(
  'names the directive for %s in a transaction, and not where the file has it already',
  (sqlstate) => {
    expect(hintFor(sqlstate, { statement: 0, outsideTransaction: false }).hint).toContain(DIRECTIVE);
    expect(hintFor(sqlstate, { statement: 0, outsideTransaction: true }).hint ?? '').not.toContain(DIRECTIVE);
  },
);

it('says that nothing was kept where the record of a file failed', () => {
  expect(hintFor('23505', { statement: null, outsideTransaction: false }).hint).toContain(
    'nothing of it was kept',
  );
});

it('says nothing where the server has said all', () => {
  expect(hintFor('42P01', { statement: 0, outsideTransaction: false })).toEqual({});
});
