import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { dataOf, once } from '../../api/client.js';
import {
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  recoverWebhook,
  rotateWebhookSecret,
  testWebhook,
  type Webhook,
  type WebhookTestResult,
} from '../../api/generated.js';
import { Button } from '../../parts/button.js';
import { Confirm } from '../../parts/confirm.js';
import { ShownOnce } from '../../parts/shown-once.js';
import { useMay } from '../../session/may.js';
import { TestResult } from './test-result.js';

type Verb = 'test' | 'probe' | 'rotate' | 'disable' | 'enable' | 'delete';

const TITLES: Record<Verb, readonly [title: (name: string) => string, action: string]> = {
  test: [(name) => `Send a test event to ${name}`, 'Send'],
  probe: [
    (name) => `Test ${name}; where it answers, all its failed deliveries are due again, ten a second`,
    'Probe and recover',
  ],
  rotate: [(name) => `Give ${name} a new secret; both sign for a day`, 'Rotate'],
  disable: [(name) => `Switch ${name} off: events are kept, and none is sent`, 'Switch off'],
  enable: [(name) => `Switch ${name} on: what was kept is not sent by itself`, 'Switch on'],
  delete: [(name) => `Remove ${name}`, 'Remove'],
};

/** What can be done with an endpoint; each asks once, in place. */
export function EndpointActions({ endpoint }: { readonly endpoint: Webhook }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const mayManage = useMay('manage');
  const mayOperate = useMay('operate');
  const [asked, setAsked] = useState<Verb | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [result, setResult] = useState<WebhookTestResult | null>(null);
  const { id, name, source, state } = endpoint;
  const notStored = source === 'database' ? null : 'it is not stored in the database';
  const act: Record<Verb, () => Promise<unknown>> = {
    test: async () => setResult(await dataOf(testWebhook(id, {}, once()))),
    probe: async () => {
      const tested = await dataOf(testWebhook(id, {}, once()));
      setResult(tested);
      if (tested.delivered) await dataOf(recoverWebhook(id, {}, once()));
    },
    rotate: async () => setSecret((await dataOf(rotateWebhookSecret(id, {}, once()))).secret),
    disable: () => dataOf(disableWebhook(id, once())),
    enable: () => dataOf(enableWebhook(id, once())),
    delete: async () => {
      await dataOf(deleteWebhook(id));
      navigate('/endpoints');
    },
  };
  const toggle = state === 'enabled' ? 'disable' : 'enable';
  return (
    <>
      <div className="screen-actions">
        <Button onPress={() => setAsked('test')} offReason={mayManage}>
          Test
        </Button>
        <Button onPress={() => setAsked('probe')} offReason={mayOperate}>
          Probe and recover
        </Button>
        <Button onPress={() => setAsked('rotate')} offReason={mayManage ?? notStored}>
          Rotate the secret
        </Button>
        <Button onPress={() => setAsked(toggle)} offReason={mayManage}>
          {TITLES[toggle][1]}
        </Button>
        <Button kind="danger" onPress={() => setAsked('delete')} offReason={mayManage ?? notStored}>
          Remove
        </Button>
      </div>
      {asked === null ? null : (
        <Confirm
          key={asked}
          title={TITLES[asked][0](name)}
          action={TITLES[asked][1]}
          kind={asked === 'delete' || asked === 'disable' ? 'danger' : 'main'}
          act={async () => {
            await act[asked]();
            await client.invalidateQueries();
          }}
          close={() => setAsked(null)}
        />
      )}
      {secret === null ? null : (
        <ShownOnce what="The new secret" secret={secret} close={() => setSecret(null)} />
      )}
      {result === null ? null : <TestResult result={result} close={() => setResult(null)} />}
    </>
  );
}
