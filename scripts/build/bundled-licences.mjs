import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Name, version and licence text of every package that these files are of. */
export function licencesOf(files) {
  const folders = new Set(files.map(packageFolder).filter(Boolean));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceText(folder)}\n`;
  });
  return `The files beside this one contain these packages.\n\n${texts.join(`\n${'-'.repeat(72)}\n\n`)}`;
}

/** `node_modules/a/node_modules/b` of `node_modules/a/node_modules/b/lib/c.js`. */
function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function licenceText(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim();
}
