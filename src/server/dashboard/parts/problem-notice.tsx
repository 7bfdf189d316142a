import type { ReactNode } from 'react';
import { ApiProblem } from '../api/api-problem.js';
import { sentence } from '../api/sentence.js';
import { Button } from './button.js';
import { Notice } from './notice.js';

/** A failure as sentences: what went wrong, what to do, and the request to name when somebody is asked. */
export function ProblemNotice({
  error,
  retry,
  isSaid = false,
}: {
  readonly error: unknown;
  readonly retry?: () => void;
  /** True where a heading says what went wrong: only what to do is left to say. */
  readonly isSaid?: boolean;
}) {
  if (!(error instanceof ApiProblem)) {
    return (
      <div className="problem-gone">
        <Notice tone="failed" title="The server cannot be reached." isUrgent>
          <p>{retry === undefined ? 'Try again once it answers.' : 'The page tries again by itself.'}</p>
          {retry === undefined ? null : <Button onPress={retry}>Try again now</Button>}
        </Notice>
      </div>
    );
  }
  const { detail, hint, requestId, status, faults } = error;
  const [title, advice] = isSaid && hint !== null ? [hint, null] : [sentence(detail), hint];
  return (
    <Notice tone={status === 403 || status === 404 ? 'off' : 'failed'} title={withCode(title)} isUrgent>
      {advice === null ? null : <p className="outside-text">{withCode(advice)}</p>}
      {faults.length < 2 ? null : (
        <ul>
          {faults.map((fault) => (
            <li key={fault.pointer} className="outside-text">
              <code>{fault.pointer}</code>: {fault.detail}
            </li>
          ))}
        </ul>
      )}
      <p className="problem-request">
        Request <code>{requestId}</code>
      </p>
    </Notice>
  );
}

/** What stands between backticks, such as a command, as code. */
function withCode(text: string): ReactNode {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={part}>{part}</code>));
}
