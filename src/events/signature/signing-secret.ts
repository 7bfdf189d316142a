/** A secret that signs beside a newer one until the end of a rotation. */
export interface RetiringSecret {
  readonly secret: string;
  /** Epoch milliseconds; from then on it signs nothing. */
  readonly untilMs: number;
}

/** A secret that signs for good is its text. */
export type SigningSecret = string | RetiringSecret;

/** The texts that sign at a time, in their order. */
export function activeSecrets(secrets: readonly SigningSecret[], atMs: number): string[] {
  return secrets.filter((it) => typeof it === 'string' || atMs < it.untilMs).map(secretText);
}

/** All texts, those whose time is over included: what must be masked stays secret. */
export function secretTexts(secrets: readonly SigningSecret[]): string[] {
  return secrets.map(secretText);
}

function secretText(secret: SigningSecret): string {
  return typeof secret === 'string' ? secret : secret.secret;
}
