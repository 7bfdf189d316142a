import type { WebhookTestResult } from '../../api/generated.js';
import { BodyText } from '../../parts/body-text.js';
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
          <details>
            <summary>What was answered</summary>
            <BodyText text={result.response.body} label="Body of the answer" />
          </details>
        )}
        <details>
          <summary>What was sent</summary>
          <BodyText text={result.request.body} label="Body that was sent" />
        </details>
        <Button onPress={close}>Close</Button>
      </Notice>
    </div>
  );
}
