import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Everything a published package may hold. */
const SHAPE = [
  /^package\.json$/,
  /^(README|CHANGELOG|CONTRIBUTING|SECURITY)\.md$/,
  /^docs\/([\w-]+\.md|images\/[\w-]+\.(svg|png))$/,
  /^LICENSE$/,
  /^confiture\.config\.example\.ts$/,
  /^dist\/bin\/(confiture|native-import|embedded-engine|undici|knex)\.cjs$/,
  // The parts of the command line; see build/bundle-command.mjs.
  /^dist\/bin\/(program|rolldown-runtime|run|sending|lifecycle|embedded|rest)\.cjs$/,
  /^dist\/bin\/LICENSES\.txt$/,
  /^dist\/dashboard\/(index\.html|icon\.svg|LICENSES\.txt|assets\/[\w-]+\.(js|css))$/,
  /^dist\/src\/(index|receiver)\.js$/,
  /^dist\/hooks\/webhooks\.js$/,
  /^dist\/cjs\/((index|receiver|webhooks)\.js|package\.json)$/,
  /^dist\/chunks\/[\w-]+\.js$/,
  /^dist\/(cjs\/)?types\/(src|hooks)\/[\w/-]+\.d\.ts$/,
];

/** Checks the list of files: nothing that has no use there, and nothing missing that package.json points to. */
export function checkPackedFiles({ files }, counts) {
  const superfluous = files.filter((file) => !SHAPE.some((pattern) => pattern.test(file)));
  counts.check('only what is needed is packed', superfluous.length === 0, superfluous.join('\n'));

  const needed = [
    'LICENSE',
    'dist/dashboard/index.html',
    'README.md',
    'CHANGELOG.md',
    'confiture.config.example.ts',
    ...pointedTo(),
  ];
  const missing = needed.filter((file) => !files.includes(file));
  counts.check('everything package.json points to is packed', missing.length === 0, missing.join('\n'));

  const broken = brokenLinks(files);
  counts.check('links of packed pages lead to packed files', broken.length === 0, broken.join('\n'));
}

/** Links and pictures of packed Markdown files that lead to no packed file. */
function brokenLinks(files) {
  const pages = files.filter((file) => file.endsWith('.md'));
  return pages.flatMap((page) => {
    const links = readFileSync(page, 'utf8').matchAll(/(?:\]\(|src(?:set)?=")(?![a-z]+:|#)([^)\s"#]+)/g);
    return [...links]
      .map(([, link]) => path.posix.join(path.posix.dirname(page), link))
      .filter((target) => !files.some((file) => file === target || file.startsWith(`${target}/`)))
      .map((target) => `${page} leads to ${target}`);
  });
}

function pointedTo() {
  const { bin, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  return [...Object.values(bin), ...leaves(exports)].map((file) => file.replace(/^\.\//, ''));
}

/** The texts in nested conditions of `exports`. */
function leaves(target) {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(leaves);
}
