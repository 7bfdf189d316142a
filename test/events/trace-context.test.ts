import { expect, test } from 'vitest';
import { parseTraceparent, withParent } from '../../src/events/trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

test.each([
  [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`],
  [` 00-${TRACE}-${SPAN}-00\n`, `00-${TRACE}-${SPAN}-00`],
  [`01-${TRACE}-${SPAN}-01-what-is-to-come`, `00-${TRACE}-${SPAN}-01`],
  [`00-${TRACE}-${SPAN}-01-more`, null],
  [`ff-${TRACE}-${SPAN}-01`, null],
  [`00-${'0'.repeat(32)}-${SPAN}-01`, null],
  [`00-${TRACE}-${'0'.repeat(16)}-01`, null],
  [`00-${TRACE.toUpperCase()}-${SPAN}-01`, null],
  [`00-${TRACE}-${SPAN}`, null],
  ['', null],
])('reads %j as W3C Trace Context has it', (text, traceparent) => {
  expect(parseTraceparent(text)).toBe(traceparent);
});

test('puts another span in the place of the parent', () => {
  expect(withParent(`00-${TRACE}-${SPAN}-01`, '00f067aa0ba902b7')).toBe(`00-${TRACE}-00f067aa0ba902b7-01`);
});
