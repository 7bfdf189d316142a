import { runningUserCode } from '../src/user-code/scope.js';

/**
 * Takes stdout away from hooks and the configuration, and the end of the process: what they print, with `console` too,
 * goes to stderr, so that stdout stays one document; `process.exit()` in them throws, or a run would end in the middle
 * with the exit code of one that is done. Returns the real stdout.
 */
export function confineUserCode(process: NodeJS.Process): NodeJS.WriteStream {
  const { stdout } = process;
  const exit = process.exit.bind(process);
  Object.defineProperty(process, 'stdout', {
    get: () => process.stderr,
    configurable: true,
    enumerable: true,
  });
  process.exit = (...code) => {
    if (runningUserCode() === undefined) return exit(...code);
    throw new Error(
      'process.exit() was called; a hook ends by returning, and a gate stops the run by throwing',
    );
  };
  return stdout;
}
