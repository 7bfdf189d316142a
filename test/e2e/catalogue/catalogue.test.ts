import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../../src/events/catalog.js';
import type { EventType } from '../../../src/events/event.js';
import { eventTypes } from '../../../src/events/patterns.js';
import { approvalCases } from './approval-cases.js';
import type { CatalogueCase } from './catalogue-case.js';
import { endpointCases } from './endpoint-cases.js';
import { phaseCases } from './phase-cases.js';
import { runCases } from './run-cases.js';
import { validationCases } from './validation-cases.js';

/** A part that emits further types adds its cases here. */
const cases: readonly CatalogueCase[] = [
  ...runCases,
  ...phaseCases,
  ...approvalCases,
  ...validationCases,
  ...endpointCases,
];

const ajv = addFormats.default(new Ajv2020.default({ strict: true, allowUnionTypes: true }));

describe('the catalogue of events', () => {
  it('has a case for each of its types', () => {
    const covered = new Set<EventType>(cases.flatMap(({ types }) => types));
    expect(eventTypes.filter((type) => !covered.has(type))).toEqual([]);
  });

  it.each(cases.map((it) => [it.title, it] as const))('tells of %s', async (_, { types, play }) => {
    const events = await play();
    for (const { type, data } of events) {
      expect(ajv.validate(catalog[type].schema, data), `${type}: ${ajv.errorsText(ajv.errors)}`).toBe(true);
    }
    for (const type of types) expect(events.map((event) => event.type)).toContain(type);
  });
});
