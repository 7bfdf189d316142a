const SECRET_NAME = /auth|secret|token|password|cookie|credential|session|api-?key/i;

/** True for the name of a header whose value only sender and receiver may know. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
