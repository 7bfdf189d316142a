/** A fact about a command that is none of its run. Reasons are masked where they come from outside. */
export type ProgramNotice =
  | { readonly kind: 'certificate-key-missing' }
  | { readonly kind: 'certificate-key-made'; readonly source: string; readonly keyId: string }
  | { readonly kind: 'configuration-failed-late'; readonly reason: string }
  | { readonly kind: 'endpoint-state-unknown'; readonly reason: string }
  | { readonly kind: 'event-not-kept'; readonly eventType: string; readonly reason: string }
  | { readonly kind: 'hook-failed-late'; readonly hook: string; readonly reason: string }
  | { readonly kind: 'stored-endpoints-unknown'; readonly reason: string }
  | { readonly kind: 'worker-started' };

/** A sentence for people. */
export function programNotice(notice: ProgramNotice): string {
  switch (notice.kind) {
    case 'certificate-key-missing':
      return 'No certificate is made, because there is no key to sign it with. Name an Ed25519 key in PEM with CONFITURE_CERTIFICATE_KEY or CONFITURE_CERTIFICATE_KEY_FILE. Validation goes on without it.';
    case 'certificate-key-made':
      return `A key for certificates was made: ${notice.source} (key ${notice.keyId}).`;
    case 'configuration-failed-late':
      return `the configuration failed after it was read: ${notice.reason}`;
    case 'endpoint-state-unknown':
      return `the state of endpoints is not known: ${notice.reason}`;
    case 'event-not-kept':
      return `${notice.eventType} could not be kept for its endpoints: ${notice.reason}`;
    case 'hook-failed-late':
      return `${notice.hook} failed: ${notice.reason}`;
    case 'stored-endpoints-unknown':
      return `endpoints of the database are not known to this run, so it stores no events for them: ${notice.reason}`;
    case 'worker-started':
      return 'Sending what is due  (Ctrl-C stops)';
  }
}
