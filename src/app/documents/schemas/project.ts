import { closed } from '../../../events/catalog/schema.js';
import { about, count, flag, listOf, milliseconds, oneOf, orNull, type Properties, text } from './shapes.js';

export const init: Properties = { written: about('Files that were not there before.', listOf(text)) };

export const doctor: Properties = {
  checks: listOf(
    closed({
      name: text,
      verdict: oneOf('ok', 'warning', 'failed'),
      message: text,
      hint: orNull(text),
      code: about('What a run would end in.', orNull(text)),
    }),
  ),
  summary: closed({ ok: count, warning: count, failed: count }),
};

export const hooks: Properties = {
  hooks: about(
    'In the order in which they are called.',
    listOf(
      closed({
        name: text,
        phases: listOf(text),
        source: about('File it came from, or `config`, `registerHook`, `outbox`, `built-in`.', text),
        timeout_ms: orNull(milliseconds),
      }),
    ),
  ),
};

export const hookTrial: Properties = {
  hook: text,
  calls: about(
    'One for each phase, or each event type that an outbox hook subscribes to.',
    listOf(
      closed({
        at: about('The phase or the event type.', text),
        ok: flag,
        message: about('What a hook that failed threw, masked.', orNull(text)),
        messages: about('Messages that an outbox hook made of the event; null for others.', orNull(count)),
      }),
    ),
  ),
};

export const schema: readonly Properties[] = [
  { commands: listOf(closed({ command: text, meaning: text })) },
  { schema: { type: 'object' } },
];
