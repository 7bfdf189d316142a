import path from 'node:path';
import { expect, it } from 'vitest';
import { readSources, type SyntaxNode } from './sources.js';

const sources = new Map((await readSources()).map((source) => [source.file, source]));

/** Files that are loaded with one of these: imports of values, but for those that wait until they are needed. */
function loadedWith(...entries: readonly string[]): Set<string> {
  const loaded = new Set(entries);
  for (const file of loaded) {
    for (const node of sources.get(file)?.nodes ?? []) {
      const specifier = valueImport(node);
      if (specifier?.startsWith('.'))
        loaded.add(path.posix.join(path.posix.dirname(file), specifier.replace(/\.js$/, '.ts')));
    }
  }
  return loaded;
}

/** What a declaration imports at once; undefined where it imports types alone. */
function valueImport(node: SyntaxNode): string | undefined {
  const isImport = node.type === 'ImportDeclaration' && node.importKind !== 'type';
  const isExport = node.type === 'ExportNamedDeclaration' && node.exportKind !== 'type';
  if (!isImport && !isExport && node.type !== 'ExportAllDeclaration') return undefined;
  const specifiers = (node.specifiers ?? []) as { importKind?: string; exportKind?: string }[];
  const isOfTypes =
    specifiers.length > 0 &&
    specifiers.every(({ importKind, exportKind }) => (importKind ?? exportKind) === 'type');
  return isOfTypes ? undefined : (node.source as { value?: string } | null)?.value;
}

it('`migrate up` and `down` load nothing of plans and risk until they are asked for', () => {
  const loaded = [...loadedWith('src/runner/run.ts', 'src/runner/apply-plan.ts', 'src/runner/down.ts')];
  expect(loaded).toContain('src/runner/execute/pipeline.ts');
  expect(loaded.filter((file) => /analysis\/risk\/|plan\/(build|read|require|run)-/.test(file))).toEqual([]);
});

it('`migrate plan` loads them', () => {
  expect([...loadedWith('src/runner/plan/read-plan.ts')]).toContain(
    'src/migrations/analysis/risk/assess-statement.ts',
  );
});

/** What only a run with something to apply needs. */
const OF_APPLYING =
  /runner\/(execute\/(execute|pipeline|phases\/.*)|run-journal|emit\/run-emitter|monitor\/.*)\.ts$/;
/** What only some files need: phases (their numbers are in every event), queries, conditions that hold a run. */
const OF_SOME_FILES =
  /runner\/(execute\/(phases\/(?!number-)|run-statements|validated-)|lifecycle\/(certificate\/|hold\/(ask|pause)-|validation\/(?!validation-error|queries\/check-failure)))/;

it('`migrate up` with nothing to apply loads nothing that applies', () => {
  const loaded = [...loadedWith('bin/program.ts', 'src/cli/commands/migrate/up.ts', 'src/runner/run.ts')];
  expect(loaded).toContain('src/runner/session/open.ts');
  expect(loaded.filter((file) => OF_APPLYING.test(file) || OF_SOME_FILES.test(file))).toEqual([]);
});

it('a run of plain files loads nothing of phases, validation and conditions that hold it', () => {
  const loaded = [...loadedWith('src/runner/apply-plan.ts', 'src/runner/undo-plan.ts')];
  expect(loaded).toContain('src/runner/execute/pipeline.ts');
  expect(loaded.filter((file) => OF_SOME_FILES.test(file))).toEqual([]);
});

it('no command loads the server, `serve` before it is begun not either', () => {
  const commands = [...sources.keys()].filter((file) => file.startsWith('src/cli/commands/'));
  const loaded = [...loadedWith('bin/program.ts', ...commands)];
  expect(loaded).toContain('src/app/tokens/tokens.ts');
  expect(loaded.filter((file) => file.startsWith('src/server/'))).toEqual([]);
});

it('the server loads what sends events with the worker alone', () => {
  const loaded = [...loadedWith('src/server/run-server.ts')];
  expect(loaded).toContain('src/server/app.ts');
  expect(loaded.filter((file) => /outbox\/worker\/worker\.ts$/.test(file))).toEqual([]);
});
