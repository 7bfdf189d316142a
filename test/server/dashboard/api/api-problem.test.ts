import { expect, it } from 'vitest';
import { ApiProblem } from '../../../../src/server/dashboard/api/api-problem.js';

it('tells what a problem document says', () => {
  const faults = [{ pointer: '/url', detail: 'is no URL' }];
  const problem = new ApiProblem(422, {
    code: 'BODY_INVALID',
    detail: 'the body does not fit',
    hint: 'look at the document',
    request_id: 'req_1',
    errors: faults,
  });
  expect(problem).toMatchObject({
    message: 'the body does not fit',
    status: 422,
    code: 'BODY_INVALID',
    detail: 'the body does not fit',
    hint: 'look at the document',
    requestId: 'req_1',
    faults,
  });
});

it.each([[null], [undefined], ['<html>bad gateway</html>'], [[]], [{ detail: 7, errors: 'none' }]])(
  'tells the status of an answer that is no problem document: %j',
  (body) => {
    expect(new ApiProblem(502, body)).toMatchObject({
      message: 'the server answered 502',
      code: 'UNKNOWN',
      hint: null,
      requestId: '–',
      faults: [],
    });
  },
);
