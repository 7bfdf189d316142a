import * as Tabs from '@radix-ui/react-tabs';
import type { Attempt, DeliveryDetail } from '../../api/generated.js';
import { TimingBar } from '../../charts/timing-bar.js';
import { BodyText } from '../../parts/body-text.js';
import { adviceText, answerText } from './reason.js';

interface ExchangeProps {
  readonly delivery: DeliveryDetail;
  readonly attempt: Attempt | null;
  /** The head of the screen says what came of the newest. */
  readonly isNewest: boolean;
}

/** Request and response of an attempt, and where its time went. */
export function Exchange({ delivery, attempt, isNewest }: ExchangeProps) {
  return (
    <div className="exchange">
      {attempt === null || isNewest ? null : (
        <p className="outside-text">
          {answerText(attempt)}. {adviceText(attempt)}
        </p>
      )}
      {attempt?.timing ? <TimingBar timing={{ ...attempt.timing, total_ms: attempt.duration_ms }} /> : null}
      <Tabs.Root defaultValue="response">
        <Tabs.List className="tabs" aria-label="Request and response">
          <Tabs.Trigger value="response">Response</Tabs.Trigger>
          <Tabs.Trigger value="request">Request</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="response">
          <Response attempt={attempt} />
        </Tabs.Content>
        <Tabs.Content value="request">
          <Request delivery={delivery} />
        </Tabs.Content>
      </Tabs.Root>
    </div>
  );
}

function Response({ attempt }: { readonly attempt: Attempt | null }) {
  if (attempt === null) return <p>There is no response yet.</p>;
  if (attempt.response_status === null) return <p className="outside-text">{answerText(attempt)}.</p>;
  return (
    <>
      <p className="mono">HTTP {attempt.response_status}</p>
      <Headers headers={attempt.response_headers ?? {}} />
      {attempt.response_body === null ? (
        <p>The body is not kept any more.</p>
      ) : (
        <BodyText text={attempt.response_body} label="Body of the response" />
      )}
    </>
  );
}

/** Headers that an attempt makes: before the first one they have no value. */
const OF_ATTEMPT = /timestamp|signature/i;

function Request({ delivery: { request, endpoint, attempts } }: { readonly delivery: DeliveryDetail }) {
  if (request === null)
    return (
      <p className="outside-text">
        {endpoint} is not set up on this server, which cannot tell what is sent there.
      </p>
    );
  const isUnsent = attempts.length === 0;
  const headers = Object.entries(request.headers).filter(([name]) => !(isUnsent && OF_ATTEMPT.test(name)));
  return (
    <>
      {isUnsent ? <p>It is signed, and given its time, when it is sent.</p> : null}
      <p className="mono outside-text">
        {request.method} {request.url}
      </p>
      <Headers headers={Object.fromEntries(headers)} />
      <BodyText text={request.body} label="Body of the request" />
    </>
  );
}

function Headers({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  return (
    <dl className="headers mono">
      {Object.entries(headers).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="outside-text">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
