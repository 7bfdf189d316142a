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
  const loaded = [...loadedWith('src/cli/commands/migrate/up.ts', 'src/cli/commands/migrate/down.ts')];
  expect(loaded).toContain('src/runner/run.ts');
  expect(loaded.filter((file) => /analysis\/risk\/|plan\/(build|read|require|run)-/.test(file))).toEqual([]);
});

it('`migrate plan` loads them', () => {
  expect([...loadedWith('src/runner/plan/read-plan.ts')]).toContain(
    'src/migrations/analysis/risk/assess-statement.ts',
  );
});
