/** What the environment says about where output goes. Pure: environment and stream facts are arguments. */

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Colour on a stream. `FORCE_COLOR` (anything but `0` or `false`) beats `NO_COLOR` (anything but empty), as in
 * Node itself; without either, only a terminal that can do it gets colour.
 */
export function wantsColor(env: Environment, isTTY: boolean): boolean {
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return isTTY && env.TERM !== 'dumb';
}

/** True where a log collector reads along that may act on what it reads. */
export function isCi(env: Environment): boolean {
  return isSet(env.CI) || isGithub(env) || isSet(env.TF_BUILD) || isSet(env.TEAMCITY_VERSION);
}

export function isGithub(env: Environment): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** False where box characters and check marks would come out as rubbish. An unset locale counts as UTF-8. */
export function supportsUnicode(env: Environment): boolean {
  if (env.OS === 'Windows_NT') return isSet(env.WT_SESSION) || isSet(env.TERM_PROGRAM) || isCi(env);
  if (env.TERM === 'linux') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return !locale || /utf-?8/i.test(locale);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
