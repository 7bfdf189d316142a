import { ConfitureError } from '../../errors.js';
import { migrationSample } from '../../events/catalog/migration-data.js';
import { sampleEvent } from '../../events/catalog.js';
import type { EventType } from '../../events/event.js';
import { eventTypes, matches } from '../../events/patterns.js';
import { createBus } from '../../hooks/call/bus.js';
import { describeThrown } from '../../hooks/call/describe-thrown.js';
import type { HookPhase } from '../../hooks/define/hook.js';
import type { CheckedHook } from '../../hooks/define/inspect-hook.js';
import type { OutboxHook } from '../../hooks/define/outbox-hook.js';
import { maskText } from '../../redaction/redaction.js';
import type { RunInfo } from '../../runner/run-info.js';
import { nearest } from '../../text/nearest.js';
import { actorOf } from '../run/actor.js';
import { loadProjectHooks, type ProjectContext } from '../run/project-hooks.js';
import type { Settings } from '../settings.js';
import { sampleCalls } from './sample-calls.js';

/** One call of a hook with invented facts. */
export interface HookCall {
  /** The phase, or the type of the event. */
  readonly at: string;
  readonly ok: boolean;
  /** What a hook that failed threw, masked; null where it did not fail. */
  readonly message: string | null;
  /** Messages that an outbox hook made of the event; null for other hooks. */
  readonly messages: number | null;
}

export interface HookTrial {
  readonly hook: string;
  readonly calls: readonly HookCall[];
  /** The first call that failed; null where all went well. */
  readonly fault: ConfitureError | null;
}

/**
 * Calls one hook of the project at each of its phases, or an outbox hook with a sample of each type it subscribes to, as a
 * run would: in turn, confined, with its time-out. Nothing is stored and nothing is delivered. Not a word is said of other
 * hooks, but for those that are wrong: throws HOOK_INVALID for them, as a run does.
 */
export async function tryHook(
  name: string,
  project: ProjectContext,
  { only }: { readonly only?: string } = {},
): Promise<HookTrial> {
  const { hooks, outboxHooks } = await loadProjectHooks(project);
  const called = hooks.find((hook) => hook.name === name);
  const outbox = [...outboxHooks, ...project.builtIn.outboxHooks].find((hook) => hook.name === name);
  if (!called && !outbox)
    throw unknownHook(
      name,
      [...hooks, ...outboxHooks, ...project.builtIn.outboxHooks].map((hook) => hook.name),
    );
  const isWanted = (at: string) => only === undefined || at === only;
  const calls = called
    ? await callPhases(called, called.phases.filter(isWanted), project)
    : outbox
      ? makeMessages(outbox, eventTypes.filter(isWanted), project.settings)
      : [];
  if (only !== undefined && calls.length === 0)
    throw notCalledAt(only, called?.phases ?? outbox?.subscribes ?? []);
  const failed = calls.find(({ ok }) => !ok);
  return { hook: name, calls, fault: failed ? faultOf(name, failed) : null };
}

async function callPhases(
  hook: CheckedHook,
  phases: readonly HookPhase[],
  { settings, signal }: ProjectContext,
): Promise<HookCall[]> {
  const calls: HookCall[] = [];
  for (const at of phases) {
    let message: string | null = null;
    const bus = createBus([hook], {
      signal,
      mask: (text) => maskText(text, settings.redact),
      onReport: (report) => {
        message = report.message;
      },
    });
    try {
      await sampleCalls[at](bus, infoOf(settings), new Date());
    } catch (error) {
      if (!ConfitureError.is(error)) throw error;
      message = error.message;
    }
    calls.push({ at, ok: message === null, message, messages: null });
  }
  return calls;
}

function makeMessages(hook: OutboxHook, types: readonly EventType[], settings: Settings): HookCall[] {
  return types
    .filter((type) => matches(hook.subscribes, type))
    .map((at) => {
      try {
        const messages = hook.messages(sampleEvent(at, { environment: settings.environment }));
        return { at, ok: true, message: null, messages: messages.length };
      } catch (thrown) {
        const message = describeThrown(thrown, (text) => maskText(text, settings.redact));
        return { at, ok: false, message, messages: null };
      }
    });
}

function infoOf(settings: Settings): RunInfo {
  const { run_id: runId, database } = migrationSample;
  const { environment, organizationId, correlationId, traceparent } = settings;
  return {
    runId,
    environment,
    organizationId,
    correlationId: correlationId ?? runId,
    traceparent,
    database,
    actor: actorOf(settings),
    approvalId: null,
    planHash: null,
  };
}

function unknownHook(name: string, names: readonly string[]): ConfitureError {
  const close = nearest(name, names);
  return new ConfitureError('HOOK_UNKNOWN', `there is no hook ${JSON.stringify(name)}`, {
    hint:
      close === undefined
        ? `\`confiture hooks list\` shows the hooks of the project; there are ${names.length}.`
        : `Did you mean "${close}"?`,
  });
}

function notCalledAt(at: string, moments: readonly string[]): ConfitureError {
  return new ConfitureError('FLAG_INVALID', `the hook is not called at ${JSON.stringify(at)}`, {
    hint: `It is called at ${moments.join(', ')}.`,
  });
}

function faultOf(hook: string, { at, message }: HookCall): ConfitureError {
  return new ConfitureError('HOOK_FAILED', `hook ${hook} failed at ${at}: ${message}`, {
    hint: 'It was called with invented facts; what it threw stands in the result. In a run a gate would veto here, and an observer would be reported.',
  });
}
