const RULES = {
  endpoint: { pattern: /^[a-z0-9][a-z0-9_-]{0,62}$/, says: 'lower-case letters, digits, "_" and "-"' },
  environment: { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, says: 'letters, digits, ".", "_" and "-"' },
} as const;

/**
 * Tells the fault in the name of an endpoint or an environment, or null. Names are printed, stored and sent,
 * and an endpoint's must equal that of its variables in lower case.
 */
export function keyFault(kind: keyof typeof RULES, name: string): string | null {
  const { pattern, says } = RULES[kind];
  return pattern.test(name)
    ? null
    : `the name of an ${kind} has 1 to 63 ${says}, and begins with a letter or digit`;
}
