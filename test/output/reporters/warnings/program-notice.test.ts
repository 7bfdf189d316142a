import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import {
  type ProgramNotice,
  programNotice,
} from '../../../../src/output/reporters/warnings/program-notice.js';

const cases: readonly (readonly [ProgramNotice, RegExp])[] = [
  [{ kind: 'certificate-key-missing' }, /^No certificate is made.* CONFITURE_CERTIFICATE_KEY_FILE\./],
  [
    { kind: 'certificate-key-made', source: '.confiture/key.pem', keyId: 'ab12' },
    /^A key for certificates was made: \.confiture\/key\.pem \(key ab12\)\.$/,
  ],
  [{ kind: 'configuration-failed-late', reason: 'x is not a function' }, /after it was read: x is not/],
  [{ kind: 'endpoint-state-unknown', reason: 'no such host' }, /is not known: no such host$/],
  [
    { kind: 'event-not-kept', eventType: 'migration.created', reason: 'the disk is full' },
    /^migration\.created could not be kept for its endpoints: the disk is full$/,
  ],
  [{ kind: 'hook-failed-late', hook: 'db/hooks/a.ts', reason: 'away' }, /^db\/hooks\/a\.ts failed: away$/],
  [{ kind: 'stored-endpoints-unknown', reason: 'denied' }, /so it stores no events for them: denied$/],
  [{ kind: 'worker-started' }, /^Sending what is due/],
];

it.each(cases)('says %j', (notice, sentence) => {
  expect(programNotice(notice)).toMatch(sentence);
});

it('is the only place of such sentences: what gives them to a reporter writes no text itself', () => {
  const written = ['src/app', 'src/cli', 'src/runner', 'src/outbox'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) =>
        /reporter\.(?:warning|info)\(\s*['"`]/.test(readFileSync(path.join(folder, file), 'utf8')),
      ),
  );
  expect(written).toEqual([]);
});
