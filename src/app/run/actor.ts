import os from 'node:os';
import { type EnvironmentView, variableOf } from '../../config/environment.js';
import { isContinuousIntegration } from '../../config/environment-name.js';
import type { Actor } from '../../events/facts.js';
import { maskKnownSecrets, type RedactionOptions } from '../../redaction/redaction.js';
import { truncate } from '../../text/truncate.js';
import { findContinuousIntegration } from './continuous-integration.js';

const LONGEST = 200;

/**
 * On whose behalf a command acts: the person that the CI system names, else the user of the operating system on this
 * host. What variables say is masked and bounded, since it is stored and sent.
 */
export function actorOf(settings: EnvironmentView & { readonly redact: RedactionOptions }): Actor {
  const shown = (text: string) => truncate(maskKnownSecrets(text.trim(), settings.redact), LONGEST);
  const job = findContinuousIntegration(settings);
  const source = job !== null || isContinuousIntegration(settings) ? 'ci' : 'cli';
  return {
    actor: shown(job?.actor ?? `${userName(settings)}@${os.hostname()}`),
    source,
    commit: job?.commit && /^[0-9a-f]{7,64}$/i.test(job.commit) ? job.commit : null,
    link: job?.link && /^https?:\/\//.test(job.link) ? shown(job.link) : null,
  };
}

/** A container may run under a number that has no entry among the users. */
function userName(view: EnvironmentView): string {
  try {
    return os.userInfo().username;
  } catch {
    return (
      variableOf(view, 'USER') ?? variableOf(view, 'LOGNAME') ?? `uid ${process.getuid?.() ?? 'unknown'}`
    );
  }
}
