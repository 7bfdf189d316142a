import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAst } from 'vitest/node';

/** A node of the syntax tree; everything else of it is looked up by name. */
export interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface Source {
  /** Relative to the repository, with `/`. */
  readonly file: string;
  readonly lines: number;
  /** Each module that is imported, re-exported or named in a type, as written. */
  readonly specifiers: readonly string[];
  readonly nodes: readonly SyntaxNode[];
  readonly text: string;
}

const ROOTS = ['bin', 'hooks', 'src'];
/** Written by `npm run docs`: its lines and its comments are not read. */
const GENERATED = 'src/server/dashboard/api/generated.ts';

/** Every file below `roots`, by default those of the product, styles too. */
export async function readFileNames(roots: readonly string[] = ROOTS): Promise<string[]> {
  const found = await Promise.all(
    roots.map((root) => readdir(root, { recursive: true, withFileTypes: true })),
  );
  return found
    .flat()
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name).replaceAll('\\', '/'))
    .sort();
}

/** Every source file below `roots`, by default those of the product. */
export async function readSources(roots: readonly string[] = ROOTS): Promise<Source[]> {
  const files = (await readFileNames(roots)).filter((file) => /\.(tsx?|mjs)$/.test(file));
  return Promise.all(files.map(async (file) => sourceOf(file, await readFile(file, 'utf8'))));
}

export function sourceOf(file: string, text: string): Source {
  if (file === GENERATED) return { file, lines: 0, nodes: [], text: '', specifiers: [] };
  const lang = file.endsWith('.tsx') ? 'tsx' : 'ts';
  const nodes = [...nodesOf(parseAst(text, { lang, sourceType: 'module' }))];
  const lines = text.split('\n').length - 1;
  return { file, lines, nodes, text, specifiers: nodes.flatMap((node) => specifierOf(node) ?? []) };
}

/** A tree as a list, with a parent before its children. */
function* nodesOf(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item);
  else if (isNode(value)) {
    yield value;
    for (const inner of Object.values(value)) yield* nodesOf(inner);
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'TSImportType',
  'TSExternalModuleReference',
]);

/** A computed `import()` names no file of ours: hook and config files are imported that way. */
function specifierOf({ type, source, expression }: SyntaxNode): string | undefined {
  const named = source ?? expression;
  if (!IMPORTING.has(type) || !isNode(named)) return undefined;
  return typeof named.value === 'string' ? named.value : undefined;
}
