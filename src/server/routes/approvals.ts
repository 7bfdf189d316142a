import { z } from 'zod';
import { approvalObject } from '../../app/documents/approvals.js';
import { approvalDetailObject, listedApprovalObject } from '../../app/documents/lifecycle/approval-detail.js';
import { openApprovals } from '../../app/lifecycle/approvals.js';
import { changedFiles } from '../../app/lifecycle/changed-files.js';
import { pageDocument, readPage } from '../../app/lists/page.js';
import { ConfitureError } from '../../errors.js';
import type { Approval, Verb } from '../../runner/lifecycle/approval/approval.js';
import { describeState } from '../../runner/lifecycle/approval/judge-decision.js';
import { type ListedApproval, pageOfApprovals } from '../../runner/lifecycle/approval/store/approval-rows.js';
import { readOne } from '../../runner/lifecycle/approval/store/request-approval.js';
import type { Keyset } from '../../storage/keyset.js';
import { callerOf } from '../caller.js';
import { entityTag, requireMatch } from '../conventions/entity-tag.js';
import { defineRoute } from '../route.js';
import {
  ApprovalDetail,
  ApprovalList,
  ApprovalState,
  OptionalComment,
  RequiredComment,
} from '../schemas/approvals.js';
import { pageQuery, pageRequest } from '../schemas/paging.js';
import type { ServerContext } from '../server-context.js';

const params = z.strictObject({ id: z.string().max(100) });

const listApprovals = defineRoute({
  method: 'get',
  path: '/approvals',
  operationId: 'listApprovals',
  tag: 'approvals',
  summary: 'Lists requests for approval, newest first.',
  scope: 'read',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .union([ApprovalState, z.array(ApprovalState)])
      .optional()
      .meta({ description: 'One state, or several.' }),
  }),
  answers: { 200: { schema: ApprovalList, description: 'A page of requests.' } },
  handle: async ({ query }, server) => {
    const states = query.state === undefined ? null : [query.state].flat();
    const page = await server.withConnection((connection, scope) =>
      readPage(
        {
          list: 'approvals',
          read: (keyset: Keyset) => pageOfApprovals(connection, scope, states, keyset),
          keyOf: ({ sortKey }: ListedApproval) => sortKey,
        },
        pageRequest(query),
      ),
    );
    return { status: 200, body: pageDocument(page, ({ approval }) => listedApprovalObject(approval)) };
  },
});

const ETAG = { etag: 'Of the request as it is; `If-Match` holds a decision to it.' };

const getApproval = defineRoute({
  method: 'get',
  path: '/approvals/{id}',
  operationId: 'getApproval',
  tag: 'approvals',
  summary: 'Shows a request for approval with its plan, the time left, and what has changed since.',
  scope: 'read',
  params,
  answers: { 200: { schema: ApprovalDetail, description: 'The request.', headers: ETAG } },
  problems: ['APPROVAL_UNKNOWN'],
  handle: async ({ params: { id }, actor }, server) => {
    const approval = await read(server, id);
    return {
      status: 200,
      headers: { etag: entityTag(approvalObject(approval)) },
      body: detail(server, approval, actor.actor),
    };
  },
});

const SUMMARY = {
  grant: 'Agrees to a plan.',
  deny: 'Refuses a plan; a comment says why.',
  revoke: 'Takes a grant or a denial back.',
} as const;

/** What a decision can come with. */
type DecisionBody =
  | { readonly comment?: string | undefined; readonly plan_hash?: string | undefined }
  | undefined;

function decisionRoute(verb: Verb, body: z.ZodType<DecisionBody>) {
  return defineRoute({
    method: 'post',
    path: `/approvals/{id}/${verb}`,
    operationId: `${verb}Approval`,
    tag: 'approvals',
    summary: SUMMARY[verb],
    description:
      'Of two decisions at once, a second that does not fit any more is a 409 that says what the first was.',
    scope: 'approve',
    params,
    body,
    answers: { 200: { schema: ApprovalDetail, description: 'The request, decided.', headers: ETAG } },
    problems: [
      'APPROVAL_UNKNOWN',
      'APPROVAL_STALE',
      'APPROVAL_DECIDED',
      'APPROVER_REFUSED',
      'PRECONDITION_FAILED',
    ],
    handle: async (request, server) => {
      const { id } = request.params;
      const seen = await read(server, id);
      requireMatch(request.ifMatch, approvalObject(seen));
      refuseStale(seen, request.body?.plan_hash, verb === 'grant' ? changedFiles(server.settings, seen) : []);
      const comment = request.body?.comment?.trim() ?? '';
      const approvals = openApprovals({
        ...server.project,
        // The worker sends what a decision tells.
        settings: { ...server.settings, drainTimeoutMs: 0 },
        sessions: server.sessions,
      });
      await approvals.decide(id, verb, comment === '' ? null : comment, callerOf(request));
      const decided = await read(server, id);
      return {
        status: 200,
        headers: { etag: entityTag(approvalObject(decided)) },
        body: detail(server, decided, request.actor.actor),
      };
    },
  });
}

function read(server: ServerContext, id: string): Promise<Approval> {
  return server.withConnection((connection, scope) => readOne(connection, scope, id));
}

function detail(server: ServerContext, approval: Approval, actor: string) {
  return approvalDetailObject(approval, changedFiles(server.settings, approval), actor);
}

/** A plan of which a file was changed since cannot be granted any more: no run would be covered by it. */
function refuseStale(approval: Approval, planHash: string | undefined, changed: readonly string[]): void {
  const { id } = approval;
  const stale = (why: string) =>
    new ConfitureError('APPROVAL_STALE', `${id} ${why}`, {
      hint: 'The next run of the plan of now asks anew.',
      details: { approval: id, changed },
    });
  if (approval.supersededBy !== null) throw stale(describeState(approval).replace(/^was .* by /, 'is of '));
  if (planHash !== undefined && planHash !== approval.planHash)
    throw stale(`asks for the plan ${approval.planHash}, and not for the one that was looked at`);
  if (changed.length > 0) throw stale(`asks for a plan that has changed: ${changed.join('; ')}`);
}

export const approvalRoutes = [
  listApprovals,
  getApproval,
  decisionRoute('grant', OptionalComment.optional()),
  decisionRoute('deny', RequiredComment),
  decisionRoute('revoke', OptionalComment.optional()),
];
