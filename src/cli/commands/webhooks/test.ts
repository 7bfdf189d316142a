import { sentDocument } from '../../../app/documents/endpoints.js';
import { findStoredEndpoint } from '../../../app/endpoints/find-stored-endpoint.js';
import { sampleFacts } from '../../../app/endpoints/sample-facts.js';
import { sendSample } from '../../../app/endpoints/send-sample.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import type { Endpoint } from '../../../events/endpoint.js';
import { type SentFacts, sentView } from '../../../output/views/webhooks/sent-view.js';
import { nearest } from '../../../text/nearest.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readSettings } from '../../run-command.js';
import { knownType } from './schema.js';

interface TestFlags extends FlagValues {
  /** Default `webhook.test`. */
  readonly event?: string;
}

/**
 * `webhooks test NAME`: sends one signed sample event, once, whatever the endpoint subscribes to, and shows what was
 * sent and what came back. Exit 0 where the answer is a 2xx, else 1.
 */
export const test: CommandDefinition<TestFlags> = {
  scope: 'database',
  flags: (command) => command.option('--event <type>', 'type of the event (default: webhook.test)'),
  run: (context, flags, name) => testEndpoint(context, name ?? '', flags),
};

async function testEndpoint(context: CommandContext, name: string, flags: TestFlags): Promise<number> {
  const { processContext, reporter } = context;
  const type = knownType(flags.event ?? 'webhook.test');
  const settings = await readSettings(context, flags);
  const { version, signal } = processContext;
  const endpoint =
    settings.endpoints.find((each) => each.name === name) ??
    (await findStoredEndpoint(settings, { ...processContext, reporter }, name)) ??
    unknownName(settings.endpoints, name);
  const sent = await sendSample(type, endpoint, { settings, version, signal });
  const facts = sampleFacts(sent, endpoint, type);
  const fault = facts.kind === 'delivered' ? null : notAccepted(facts);
  reporter.result({
    text: (theme) => sentView(facts, theme),
    document: () => sentDocument(facts),
    error: fault,
  });
  return fault?.exitCode ?? EXIT.done;
}

function unknownName(endpoints: readonly Endpoint[], name: string): never {
  const names = endpoints.map((endpoint) => endpoint.name);
  const close = nearest(name, names);
  const known = names.length === 0 ? 'none is configured' : `there are ${names.join(', ')}`;
  throw new ConfitureError('FLAG_INVALID', `there is no endpoint ${JSON.stringify(name)}`, {
    hint:
      close === undefined
        ? `Of endpoints, ${known}. CONFITURE_WEBHOOK_URL makes one named "default".`
        : `Did you mean "${close}"?`,
  });
}

function notAccepted({ endpoint, event, text }: SentFacts): ConfitureError {
  return new ConfitureError('DELIVERY_FAILED', `endpoint ${endpoint} did not accept ${event}: ${text}`, {
    hint: 'What was sent and what came back is in the result.',
  });
}
