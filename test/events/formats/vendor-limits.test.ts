import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { ConfitureEvent } from '../../../src/events/event.js';
import { formatEvent } from '../../../src/events/formats/format-event.js';
import { anyEvent } from '../random-event.js';
import { type Vendor, vendorFaults } from './vendor-limits.js';

const vendors: readonly Vendor[] = ['slack', 'discord', 'teams', 'pagerduty', 'opsgenie'];

// biome-ignore lint/suspicious/noExplicitAny: the tests change vendors' documents
function message(event: ConfitureEvent, format: Vendor): any {
  return JSON.parse(formatEvent(event, { name: 'ops', format, secret: 'invented-vendor-key' }).body);
}

test.each(vendors)('%s: every event keeps to what the vendor publishes, whatever its texts', (vendor) => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      expect(vendorFaults(vendor, message(event, vendor))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

const failed = sampleEvent('migration.failed');

test.each<[Vendor, string, (message: ReturnType<typeof JSON.parse>) => void, string]>([
  [
    'slack',
    'a headline that is too long',
    (it) => (it.blocks[0].text.text = 'x'.repeat(151)),
    '$.blocks[0].text.text',
  ],
  ['slack', 'markup in a headline', (it) => (it.blocks[0].text.type = 'mrkdwn'), '$.blocks[0].text.type'],
  ['slack', 'a mention', (it) => (it.text = '<!channel>'), '$.text: is not escaped'],
  [
    'slack',
    'eleven fields',
    (it) => (it.blocks[1].fields = Array(11).fill(it.blocks[1].fields[0])),
    '11 items',
  ],
  [
    'discord',
    'an embed that is too long in all',
    (it) => (it.embeds[0].fields = Array(7).fill({ name: 'a', value: 'x'.repeat(1000), inline: true })),
    '6000',
  ],
  ['discord', 'an empty field', (it) => (it.embeds[0].fields[0].value = ''), 'shorter than 1'],
  ['discord', 'a mention that is resolved', (it) => (it.allowed_mentions.parse = ['everyone']), 'parse'],
  [
    'teams',
    'a card that is too large',
    (it) => (it.attachments[0].content.body[2].inlines[0].text = 'x'.repeat(28_000)),
    'bytes',
  ],
  ['teams', 'an unknown element', (it) => (it.attachments[0].content.body[1].type = 'Table'), 'is unknown'],
  ['pagerduty', 'an unknown severity', (it) => (it.payload.severity = 'fatal'), '$.payload.severity'],
  ['pagerduty', 'a missing source', (it) => delete it.payload.source, '$.payload.source: missing'],
  ['opsgenie', 'a message that is too long', (it) => (it.message = 'x'.repeat(131)), '$.message'],
  ['opsgenie', 'details that are too long', (it) => (it.details = { a: 'x'.repeat(8001) }), '8002'],
])('%s: the check refuses %s', (vendor, _, change, fault) => {
  const changed = message(failed, vendor);
  change(changed);
  expect(vendorFaults(vendor, changed).join('\n')).toContain(fault);
});
