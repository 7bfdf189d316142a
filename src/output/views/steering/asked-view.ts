import { displayText } from '../../terminal/display-text.js';
import type { Theme } from '../../terminal/theme.js';
import { runView, type ShownRun } from './run-view.js';

type Verb = 'pause' | 'resume' | 'cancel';

export interface AskedViewData {
  readonly verb: Verb;
  /** The run afterwards; null for all runs. */
  readonly run: ShownRun | null;
  readonly isRepeated: boolean;
}

/** What became of a request to a run, or to all. */
export function askedView({ verb, run, isRepeated }: AskedViewData, theme: Theme): string {
  if (run === null) return isRepeated ? ALL_REPEATED[verb] : ALL[verb];
  const id = displayText(run.id);
  const first = isRepeated
    ? `${id} was asked to ${verb} before; nothing was added.`
    : sentence(verb, run, id);
  return [first, '', runView(run, theme)].join('\n');
}

function sentence(verb: Verb, { state }: ShownRun, id: string): string {
  if (verb === 'cancel')
    return state === 'cancelled' ? `${id} is cancelled.` : `${id} is asked to cancel, and is ${state}.`;
  if (verb === 'resume') return `${id} goes on.`;
  return state === 'paused'
    ? `${id} is paused.`
    : `${id} is asked to pause: it stops at the next safe point, between migrations, phases or batches.`;
}

const ALL: Readonly<Record<Verb, string>> = {
  pause:
    'All runs of this project and environment are held, those that start later too, until `confiture migrate resume --all`.',
  resume: 'All runs go on.',
  cancel: '',
};

const ALL_REPEATED: Readonly<Record<Verb, string>> = {
  pause: 'All runs are held already; `confiture migrate resume --all` lets them go on.',
  resume: 'No runs are held.',
  cancel: '',
};
