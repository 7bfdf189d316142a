import type { JsonSchema } from '../../../events/catalog/schema.js';
import * as approvals from './approvals.js';
import * as certificates from './certificates.js';
import * as deliveries from './deliveries.js';
import * as endpoints from './endpoints.js';
import { commandSchema } from './envelope.js';
import * as files from './files.js';
import { plan } from './plan.js';
import * as project from './project.js';
import * as run from './run.js';
import type { Properties } from './shapes.js';
import * as state from './state.js';
import * as steering from './steering.js';
import * as stored from './stored-endpoints.js';
import * as tokens from './tokens.js';

/** What a command prints with `--format json`, and what that means. */
export interface CommandDocuments {
  readonly meaning: string;
  readonly schema: JsonSchema;
}

/** The documents of every command, by the command as it is typed after `confiture`. */
export const commandDocuments: Readonly<Record<string, CommandDocuments>> = Object.fromEntries(
  Object.entries<readonly [string, Properties | readonly Properties[]]>({
    init: ['Files that were written.', project.init],
    doctor: ['What was looked at, and what a run would end in.', project.doctor],
    schema: ['The commands, or the JSON Schema of one.', project.schema],
    'migrate generate': ['The new pair of files.', files.generate],
    'migrate plan': ['What a run would do, with what each statement puts at stake.', plan],
    'migrate up': ['What a run applied, and what is pending.', run.up],
    'migrate down': ['What a run rolled back.', run.down],
    'migrate down-to': ['What a run rolled back.', run.down],
    'migrate status': [
      'Files and ledger side by side. Pending migrations are no failure: `ok` is true, exit 1.',
      state.status,
    ],
    'migrate current': ['The newest applied migration; null before the first.', state.current],
    'migrate baseline': ['What was marked as applied.', state.baseline],
    'migrate verify': ['Applied migrations compared with their files and checks.', files.verify],
    'migrate resolve': ['How an interrupted migration was settled.', state.resolve],
    'migrate runs': ['The runs of the project, or one of them.', steering.runs],
    'migrate pause': ['What became of the request.', steering.steering],
    'migrate resume': ['What became of the request.', steering.steering],
    'migrate cancel': ['What became of the request.', steering.steering],
    'migrate validate': ['What is wrong with the files.', files.validate],
    'approvals list': ['Requests for approval in this environment.', approvals.list],
    'approvals show': ['A request for approval, with its decisions.', approvals.one],
    'approvals grant': ['The request as it is now.', approvals.one],
    'approvals deny': ['The request as it is now.', approvals.one],
    'approvals revoke': ['The request as it is now.', approvals.one],
    'certificate list': ['The certificates of this environment.', certificates.list],
    'certificate show': ['A stored certificate.', certificates.show],
    'certificate export': ['A certificate as it can be verified elsewhere.', certificates.exported],
    'certificate verify': ['A certificate that is valid.', certificates.verified],
    'certificate key': ['The key that signs certificates.', certificates.key],
    'webhooks list': ['The endpoints of this environment.', endpoints.list],
    'webhooks show': ['An endpoint, or a delivery with its attempts.', [endpoints.show, deliveries.show]],
    'webhooks test': ['One request and its answer.', endpoints.test],
    'webhooks schema': ['The event types, or the JSON Schema of one.', endpoints.eventSchemas],
    'webhooks listen': ['One document a line: the address, then each request.', endpoints.listen],
    'webhooks deliveries': ['The delivery log.', deliveries.deliveries],
    'webhooks deliver': ['How the attempts of one pass ended.', deliveries.deliver],
    'webhooks retry': ['Deliveries that are due again.', deliveries.retry],
    'webhooks discard': ['Deliveries that are not sent any more.', deliveries.discard],
    'webhooks enable': ['Whether the endpoint was off.', endpoints.enable],
    'webhooks add': ['The new endpoint, and its secret.', stored.add],
    'webhooks update': ['The endpoint as it is now.', stored.update],
    'webhooks rotate': ['The endpoint as it is now, and its new secret.', stored.rotate],
    'webhooks replay': ['Events that an endpoint is sent later.', deliveries.replay],
    'webhooks remove': ['What was discarded with it.', stored.remove],
    'webhooks disable': ['Whether the endpoint was on.', stored.disable],
    'webhooks prune': ['How many deliveries were deleted.', deliveries.prune],
    worker: ['How the attempts ended, when it has been stopped.', deliveries.worker],
    serve: ['Where it listens, when it does.', tokens.serving],
    'serve token create': ['The new token.', tokens.made],
    'serve token list': ['The tokens of this environment.', tokens.list],
    'serve rekey': ['What was sealed with the new master key.', stored.rekey],
    'serve token revoke': ['The token as it is now.', tokens.token],
    'hooks list': ['The hooks of the project.', project.hooks],
    'hooks test': ['What became of each call of one hook.', project.hookTrial],
  }).map(([command, [meaning, reports]]) => {
    const schema = commandSchema(
      command,
      meaning,
      Array.isArray(reports) ? reports : [reports as Properties],
    );
    return [command, { meaning, schema }];
  }),
);
