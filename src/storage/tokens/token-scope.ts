/**
 * What a token may do: look; change endpoints and tokens; steer runs and deliveries; decide on approvals; write
 * migration files. None holds another.
 */
export const tokenScopes = ['read', 'manage', 'operate', 'approve', 'author'] as const;
export type TokenScope = (typeof tokenScopes)[number];
