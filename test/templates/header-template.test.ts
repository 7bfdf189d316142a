// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of headers look like this
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleEvent } from '../../src/events/catalog.js';
import { checkEventFields, expandEnvironment, fillEvent } from '../../src/templates/header-template.js';

const env = { API_KEY: 'invented', EMPTY: '', OTHER: '${API_KEY}' };
const event = sampleEvent('migration.completed');

test.each([
  ['Bearer ${API_KEY}', 'Bearer invented'],
  ['${API_KEY:-x}', 'invented'],
  ['${UNSET:-default value}', 'default value'],
  ['${UNSET:-}', ''],
  ['${EMPTY:-default}', 'default'],
  ['${EMPTY}', ''],
  ['${event.id}/${API_KEY}', '${event.id}/invented'],
  ['${OTHER}', '${API_KEY}'],
  ['$API_KEY ${unclosed $ {}', '$API_KEY ${unclosed $ {}'],
])('expands %s to %j', (template, value) => {
  expect(expandEnvironment(template, env)).toEqual({ value });
});

test('names every missing variable once', () => {
  expect(expandEnvironment('${A} ${B} ${A} ${API_KEY} ${not a name}', env)).toEqual({
    missing: ['A', 'B', 'not a name'],
  });
});

test('does not take inherited properties for variables', () => {
  expect(expandEnvironment('${constructor}', {})).toEqual({ missing: ['constructor'] });
});

test('names the nearest field of an unknown one', () => {
  expect(checkEventFields('${event.id} ${event.migration_nam} ${HOME}')).toEqual([
    { field: 'event.migration_nam', nearest: 'event.migration_name' },
  ]);
});

test.each([
  ['id', event.id],
  ['type', 'migration.completed'],
  ['migration_name', '005_add_payment_table'],
  ['migration_version', '005'],
  ['environment', 'production'],
  ['run_id', event.data.run_id],
  ['correlation_id', event.correlation_id],
])('fills ${event.%s}', (field, value) => {
  expect(fillEvent(`<\${event.${field}}>`, event)).toBe(`<${value}>`);
});

test('drops line breaks, so that no value starts a header of its own', () => {
  expect(fillEvent('${event.environment}', { ...event, environment: 'a\r\nX-Evil: 1\u0000' })).toBe(
    'aX-Evil: 1',
  );
});

test('percent-encodes what is not ASCII', () => {
  expect(fillEvent('é${event.environment}', { ...event, environment: '名\ud83d' })).toBe(
    '%C3%A9%E5%90%8D%EF%BF%BD',
  );
});

test('always gives a value that can be sent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (environment) => {
      expect(fillEvent('${event.environment}', { ...event, environment })).toMatch(/^[\t -~]*$/);
    }),
  );
});
