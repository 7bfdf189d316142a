import { once } from 'node:events';
import { Option } from 'commander';
import { listeningDocument, receivedDocument } from '../../../app/documents/receiver.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import {
  SIGNATURE_HEADERS,
  type SignatureScheme,
  type Verification,
} from '../../../events/signature/verify.js';
import { type ReceivedEvent, startReceiver } from '../../../listener/receiver.js';
import type { Forwarded } from '../../../listener/receiver-forward.js';
import type { Theme } from '../../../output/terminal/theme.js';
import { receivedView } from '../../../output/views/webhooks/received-view.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readVariables } from '../../run-command.js';
import { wholeNumber } from '../../whole-number.js';

interface ListenFlags extends FlagValues {
  readonly port: number;
  readonly host: string;
  readonly secret?: readonly string[];
  readonly status: number;
  /** Milliseconds. */
  readonly delay: number;
  readonly forward?: string;
}

/** `webhooks listen`: prints what arrives until it is stopped; needs no database and no project. */
export const listen: CommandDefinition<ListenFlags> = {
  flags: (command) =>
    command
      .option('-p, --port <port>', 'port to listen at; 0 takes a free one', wholeNumber(0, 65_535), 8000)
      .option('--host <address>', 'address to listen at', '127.0.0.1')
      .addOption(
        new Option(
          '--secret <secret...>',
          'secrets to verify with (default: CONFITURE_WEBHOOK_SECRET); other users of the machine can see flags',
        ),
      )
      .option('--status <code>', 'status to answer with', wholeNumber(200, 599), 200)
      .option('--delay <ms>', 'wait before answering', wholeNumber(0, 600_000), 0)
      .option('--forward <url>', 'pass each event on to this URL'),
  run: receiveUntilStopped,
};

async function receiveUntilStopped(context: CommandContext, flags: ListenFlags): Promise<number> {
  const { processContext, stream } = context;
  const receiver = await startReceiver({
    port: flags.port,
    host: flags.host,
    secrets: flags.secret ?? (await secretsOf(context)),
    status: flags.status,
    delayMs: flags.delay,
    ...(flags.forward !== undefined && { forwardTo: checkUrl(flags.forward) }),
    onEvent: (event) => stream({ text: (theme) => view(event, theme), document: () => documentOf(event) }),
  });
  stream({
    text: () =>
      `Listening at ${receiver.url}\nSend events here with CONFITURE_WEBHOOK_URL=${receiver.url}  (Ctrl-C stops)`,
    document: () => listeningDocument(receiver.url),
  });
  try {
    if (!processContext.signal.aborted) await once(processContext.signal, 'abort');
  } finally {
    await receiver.close();
  }
  return EXIT.done;
}

/** The secret the sender would sign with, so that both ends agree without a flag. */
async function secretsOf({ processContext }: CommandContext): Promise<string[]> {
  const secret = readVariables(processContext).CONFITURE_WEBHOOK_SECRET;
  return secret ? [secret] : [];
}

function checkUrl(url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new ConfitureError('FLAG_INVALID', '--forward is not an http or https URL.', {
    hint: 'Write it like http://127.0.0.1:3000/webhooks.',
  });
}

function view(event: ReceivedEvent, theme: Theme): string {
  return receivedView(
    {
      receivedAt: event.receivedAt,
      ...event.summary,
      status: event.status,
      signatures: event.verification && verdictsOf(event.verification),
      verified: event.verification?.verified ?? null,
      body: event.json ?? event.body,
      forwarded: event.forwarded && forwardedText(event.forwarded),
    },
    theme,
  );
}

function verdictsOf({ schemes }: Verification): { header: string; fault: string | null }[] {
  return Object.entries(schemes).map(([scheme, verdict]) => ({
    header: SIGNATURE_HEADERS[scheme as SignatureScheme],
    fault: verdict.ok ? null : verdict.reason,
  }));
}

function forwardedText(forwarded: Forwarded): string {
  return 'status' in forwarded ? `answered ${forwarded.status}` : `failed (${forwarded.error})`;
}

function documentOf(event: ReceivedEvent): object {
  const { verification } = event;
  return receivedDocument({
    ...event,
    verified: verification?.verified ?? null,
    signatures: verification && verdictsOf(verification),
    body: event.json ?? event.body,
  });
}
