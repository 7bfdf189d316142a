import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with these files, gone when the test has ended. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'confiture-migrations-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}

/** A folder with one file of that content, as a path to open and to show. */
export function fileWith(content: string | Uint8Array): { path: string; displayPath: string } {
  return {
    path: join(folderWith({ '001_a.up.sql': content }), '001_a.up.sql'),
    displayPath: 'm/001_a.up.sql',
  };
}
