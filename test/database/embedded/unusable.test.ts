import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { EngineError } from '../../../src/database/embedded/engine.js';
import { unusable } from '../../../src/database/embedded/unusable.js';

it.each([
  ['ENOSPC', /cannot be opened: there is no room for its files \(ENOSPC\)/, /Make room/],
  ['EACCES', /cannot be opened: its folder is not writable for this user \(EACCES\)/, /Give this user/],
  ['EROFS', /not writable for this user \(EROFS\)/, /pglite:PATH/],
  ['ERR_WORKER_OUT_OF_MEMORY', /not enough memory \(ERR_WORKER_OUT_OF_MEMORY\)/, /more memory/],
  ['ERR_MODULE_NOT_FOUND', /the engine cannot be started \(ERR_MODULE_NOT_FOUND\)/, /^Install Confiture/],
  [null, /cannot be opened: its files cannot be read$/, /can be deleted/],
])('explains a fault with the code %s', async (code, message, hint) => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'confiture-unusable-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const error = await unusable(directory, new EngineError({ code, message: 'of the inside' }));
  expect(error).toMatchObject({ code: 'EMBEDDED_UNUSABLE', exitCode: 3 });
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('of the inside');
  expect(error.hint).toMatch(hint);
});

it('does not advise to delete a database that is not there', async () => {
  const directory = path.join(os.tmpdir(), 'confiture-not-there');
  const error = await unusable(directory, new EngineError({ code: null, message: 'Aborted()' }));
  expect(error.message).toMatch(/cannot be made: the engine failed$/);
  expect(error.hint).not.toMatch(/delete/);
});
