import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { commandDocuments } from '../../../../src/app/documents/schemas/catalog.js';
import { buildProgram } from '../../../../src/cli/build-program.js';
import type { ProcessContext } from '../../../../src/cli/process/process-context.js';
import { documentFaults } from '../../../support/json-documents.js';

it('has the documents of exactly the commands that there are', () => {
  const program = buildProgram({ version: '0.0.0' } as ProcessContext);
  expect(Object.keys(commandDocuments).sort()).toEqual(namesBelow(program).sort());
});

it.each([
  ['a key that no schema knows', { ok: true, command: 'init', database: null, written: [], more: 1 }],
  ['a key that is not there', { ok: true, command: 'init', database: null }],
  ['an error beside ok', { ok: true, command: 'init', database: null, written: [], error: {} }],
  ['no error beside a failure', { ok: false, command: 'init', database: null, written: [] }],
  ['the name of another command', { ok: true, command: 'worker', database: null, written: [] }],
])('refuses %s', (_, document) => {
  expect(documentFaults(JSON.stringify(document))).toEqual([
    expect.stringContaining('src/app/documents/schemas'),
  ]);
});

it('finds nothing wrong with what is right', () => {
  expect(documentFaults('{"ok":true,"command":"init","database":null,"written":["a"]}\n')).toEqual([]);
});

function namesBelow(command: Command, path: readonly string[] = []): string[] {
  return command.commands.flatMap((each) => {
    const names = [...path, each.name()];
    // A group takes no flags; a command does, also one that others stand below.
    const own = each.options.length > 0 ? [names.join(' ')] : [];
    return [...own, ...namesBelow(each, names)];
  });
}
