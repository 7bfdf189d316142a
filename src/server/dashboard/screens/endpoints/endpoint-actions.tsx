import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once, type Tagged, taggedOf } from '../../api/client.js';
import { getWebhook, testWebhook, type Webhook, type WebhookTestResult } from '../../api/generated.js';
import { Actions } from '../../parts/actions.js';
import { Confirm } from '../../parts/confirm.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { ShownOnce } from '../../parts/shown-once.js';
import { useOffReason } from '../../session/may.js';
import { JobProgress } from '../bulk/job-progress.js';
import { useJob } from '../bulk/use-job.js';
import { EditEndpointForm } from './edit-endpoint-form.js';
import { ProbeQuestion } from './probe-question.js';
import { RemoveQuestion } from './remove-question.js';
import { RotateQuestion } from './rotate-question.js';
import { SwitchQuestion } from './switch-question.js';
import { TestResult } from './test-result.js';

type Verb = 'test' | 'probe' | 'rotate' | 'switch' | 'remove';

/** Why an endpoint is not changed here, by where it is set. */
const SET_ELSEWHERE: Record<Webhook['source'], string | null> = {
  environment: 'it is set by variables of the environment, and changed there',
  config: 'it is set in the config file, and changed there',
  database: null,
};

/** What can be done with an endpoint; each asks once, in place. */
export function EndpointActions({ endpoint }: { readonly endpoint: Webhook }) {
  const client = useQueryClient();
  const offForManage = useOffReason('manage');
  const offForOperate = useOffReason('operate');
  const [asked, setAsked] = useState<Verb | null>(null);
  const [opened, setOpened] = useState<Tagged<Webhook> | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [result, setResult] = useState<WebhookTestResult | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const [job, setJob] = useJob();
  const { id, name, source, state, locked } = endpoint;
  const notHere = SET_ELSEWHERE[source];
  const ask = (verb: Verb) => () => {
    setOpened(null);
    setAsked(verb);
  };
  const about = `the endpoint ${name}`;
  const question = { endpoint, close: () => setAsked(null) };
  const edit = () => {
    setAsked(null);
    setRefused(null);
    taggedOf(getWebhook(id)).then(setOpened, setRefused);
  };
  const test = async () => {
    setResult(null);
    setResult(await dataOf(testWebhook(id, {}, once())));
    await client.invalidateQueries();
  };
  return (
    <>
      <Actions
        actions={[
          { name: 'Test', act: ask('test'), offReason: offForManage(locked), about },
          { name: 'Probe and recover', act: ask('probe'), offReason: offForOperate(locked), about },
          { name: 'Edit', act: edit, offReason: offForManage(notHere ?? locked), about },
          {
            name: 'Rotate the secret',
            act: ask('rotate'),
            offReason: offForManage(notHere ?? locked),
            about: `of ${about}`,
          },
          {
            name: state === 'enabled' ? 'Switch off' : 'Switch on',
            act: ask('switch'),
            offReason: offForManage(null),
            about,
          },
          { name: 'Remove', act: ask('remove'), offReason: offForManage(notHere), kind: 'danger', about },
        ]}
      />
      {refused === null ? null : <ProblemNotice error={refused} />}
      {asked === 'test' ? (
        <Confirm title={`Send a test event to ${name}`} action="Send" act={test} close={question.close} />
      ) : null}
      {asked === 'probe' ? <ProbeQuestion {...question} started={setJob} /> : null}
      {asked === 'rotate' ? <RotateQuestion {...question} rotated={setSecret} /> : null}
      {asked === 'switch' ? <SwitchQuestion {...question} /> : null}
      {asked === 'remove' ? <RemoveQuestion {...question} /> : null}
      {opened === null ? null : <EditEndpointForm opened={opened} close={() => setOpened(null)} />}
      {secret === null ? null : (
        <ShownOnce what="The new secret" secret={secret} close={() => setSecret(null)} />
      )}
      {result === null ? null : <TestResult result={result} close={() => setResult(null)} />}
      {job === null ? null : <JobProgress id={job} close={() => setJob(null)} />}
    </>
  );
}
