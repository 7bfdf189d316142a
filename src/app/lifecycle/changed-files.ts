import { checksumMatches } from '../../migrations/files/checksum.js';
import { readBytes } from '../../migrations/files/read-file.js';
import { type FilePath, readFolder } from '../../migrations/folder/discover.js';
import { folderOptionsOf } from '../../migrations/folder/folder-options.js';
import type { Approval } from '../../runner/lifecycle/approval/approval.js';
import type { Settings } from '../settings.js';

/**
 * The files in the folder of this project that are no longer what a request asks for. Those that are not there are left
 * out: the run may be of a machine that has more. So is what was committed under the request already.
 */
export function changedFiles(settings: Settings, { plan, applied }: Approval): readonly string[] {
  const { migrations } = readFolder(settings.migrationsDir, folderOptionsOf(settings));
  return plan.migrations
    .filter(({ version }) => !applied.includes(version))
    .flatMap((planned) => {
      const file = migrations.find(({ version }) => version === planned.version);
      if (file === undefined) return [];
      const main = plan.direction === 'up' ? file.up : file.down;
      const parts: [FilePath | null, string | null][] = [
        [main, planned.checksum],
        ...(plan.direction === 'up'
          ? ([
              [file.verify, planned.verifyChecksum],
              [file.invariant, planned.invariantChecksum],
            ] as [FilePath | null, string | null][])
          : []),
      ];
      return parts.flatMap(([path, checksum]) => changeOf(path, checksum) ?? []);
    });
}

/** A sentence; null where the file is what it was, or was not there before and is not now. */
function changeOf(path: FilePath | null, checksum: string | null): string | null {
  if (path === null) return checksum === null ? null : 'a file beside a migration was removed';
  if (checksum === null) return `${path.displayPath} was added`;
  return checksumMatches(readBytes(path), checksum) ? null : `${path.displayPath} was changed`;
}
