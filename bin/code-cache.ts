import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import vm from 'node:vm';

export interface CacheOptions {
  /** Names the contents of the file: V8 itself only compares lengths. */
  readonly build: string;
  /** Asked when the process ends without a cache: whether what it compiled of the file is worth keeping. */
  readonly keeps: (name: string) => boolean;
  /** Takes back what the command changed of V8's flags, before they become part of a cache. */
  readonly restoreFlags: () => void;
  /** Files beside this one that are loaded in the same way, by the names they are asked for: its parts, and packages. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** Modules by their files. */
type Loaded = Map<string, { readonly exports: unknown }>;

/**
 * Runs a CommonJS file that the build has wrapped in its function and written in ASCII, and returns its exports. What V8
 * compiled is kept beside the file for the processes after this one, one file for each version, set of flags and kind of
 * processor: starting takes half the time. Where the folder cannot be written, or V8 does not take the cache, the file is
 * compiled as usual, and in the second case the cache is made anew. It lies beside the file and has the same owner, so an
 * account that can change it can change the program.
 */
export function requireCached(file: string, options: CacheOptions): unknown {
  return load(file, options, new Map());
}

/** A file that is asked for by another, while it is loaded, gives the exports that it has by then, as Node.js has it. */
function load(file: string, options: CacheOptions, loaded: Loaded): unknown {
  const before = loaded.get(file);
  if (before !== undefined) return before.exports;
  const { build, keeps, restoreFlags } = options;
  const name = path.parse(file).name;
  const flagsTag = cachedDataVersionTag();
  const cacheFile = path.join(path.dirname(file), 'cache', `${name}-${build}-${process.version}-${flagsTag}`);
  const cachedData = readOrNothing(cacheFile);
  const script = new vm.Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  if (cachedData === undefined || script.cachedDataRejected) {
    // The files that were loaded last come first: theirs are the flags as they are.
    process.prependOnceListener('exit', () => {
      if (!keeps(name)) return;
      // V8 takes a cache under the flags that it was made under, and under no others.
      if (cachedDataVersionTag() !== flagsTag) restoreFlags();
      if (cachedDataVersionTag() === flagsTag) writeQuietly(cacheFile, script.createCachedData());
    });
  }
  const module = { exports: {} };
  loaded.set(file, module);
  script.runInThisContext()(
    module.exports,
    requireFrom(file, options, loaded),
    module,
    file,
    path.dirname(file),
  );
  return module.exports;
}

/** The `require` of a file, which finds what lies beside it. */
function requireFrom(file: string, options: CacheOptions, loaded: Loaded): NodeJS.Require {
  const requireOther = createRequire(file);
  const find = (name: string): unknown => {
    const beside = options.beside?.[name];
    return beside === undefined
      ? requireOther(name)
      : load(path.join(path.dirname(file), beside), options, loaded);
  };
  return Object.assign(find, requireOther);
}

function readOrNothing(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Whole or not at all, also where the power fails or the disk is full. */
function writeQuietly(file: string, data: Buffer): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const descriptor = openSync(unfinished, 'wx');
    try {
      fill(descriptor, data);
      renameSync(unfinished, file);
    } catch {
      rmSync(unfinished);
    }
  } catch {
    // A folder that cannot be written: the next process compiles again.
  }
}

function fill(descriptor: number, data: Buffer): void {
  try {
    writeFileSync(descriptor, data);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
