import { MASK, splitClosingMarks } from './mask.js';

/** Path prefixes after which the rest of the path is the credential. */
const secretPaths = [
  /^hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\//i,
  /^(?:[\w-]+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\//i,
  /^api\.telegram\.org\/(?:file\/)?bot/i,
  /^[\w.-]+\.webhook\.office\.com\/webhookb2\//i,
  /^hooks\.zapier\.com\/hooks\//i,
  /^maker\.ifttt\.com\/trigger\/[^/]*\//i,
  /^chat\.googleapis\.com\/v1\/spaces\//i,
];

/**
 * Masks the userinfo, query and fragment of every URL, and the path where it is the credential (Slack, Discord,
 * Telegram, Teams). A password with a raw `/` in it is masked too, outside http also one with
 * `?` or `#`: everything up to the last `@` counts as userinfo.
 */
export function maskUrls(text: string): string {
  return text.replace(/(https?)?:\/\/([^\s"<>`]+)/gi, (_, http: string | undefined, rest: string) => {
    const [url, marks] = splitClosingMarks(rest);
    return `${http ?? ''}://${maskRest(url, http !== undefined)}${marks}`;
  });
}

function maskRest(rest: string, isHttp: boolean): string {
  const at = userinfoEnd(rest, isHttp);
  const place = at === -1 ? rest : rest.slice(at + 1);
  const [bare = ''] = place.split(/[?#]/, 1);
  const tail = bare.length < place.length ? `${place.charAt(bare.length)}${MASK}` : '';
  return `${maskUserinfo(rest.slice(0, at + 1))}${maskPath(bare)}${tail}`;
}

/** `userinfo` ends with its `@` or is empty. The placeholder of our own hints stays readable. */
function maskUserinfo(userinfo: string): string {
  return userinfo === '' || userinfo === 'USER:PASSWORD@' ? userinfo : `${MASK}@`;
}

function userinfoEnd(rest: string, isHttp: boolean): number {
  if (!isHttp || rest.includes('://')) return rest.lastIndexOf('@');
  const [authority = ''] = rest.split(/[/?#]/, 1);
  if (authority.includes('@')) return authority.lastIndexOf('@');
  const [bare = ''] = rest.split(/[?#]/, 1);
  const at = bare.lastIndexOf('@');
  return bare.charAt(at - 1) === '/' ? -1 : at;
}

function maskPath(place: string): string {
  const known = secretPaths.map((path) => path.exec(place)?.[0]).find((prefix) => prefix !== undefined);
  return known === undefined ? place : `${known}${MASK}`;
}
