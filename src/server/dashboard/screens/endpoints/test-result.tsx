import type { WebhookTestResult } from '../../api/generated.js';
import { Button } from '../../parts/button.js';
import { Notice } from '../../parts/notice.js';
import { durationText } from '../../time/duration-text.js';

/** What came of a test: the answer, how long it took, and what was sent. */
export function TestResult({
  result,
  close,
}: {
  readonly result: WebhookTestResult;
  readonly close: () => void;
}) {
  return (
    <div className="screen-notice">
      <Notice
        tone={result.delivered ? 'done' : 'failed'}
        title={`${result.event_type}: ${result.message}, ${durationText(result.duration_ms / 1000)}`}
        isUrgent
      >
        {result.response === null ? null : (
          <pre className="body outside-text">{result.response.body || '(empty)'}</pre>
        )}
        <details>
          <summary>What was sent</summary>
          <pre className="body outside-text">{result.request.body}</pre>
        </details>
        <Button onPress={close}>Close</Button>
      </Notice>
    </div>
  );
}
