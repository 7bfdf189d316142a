/** Who reads a text. */
export interface Audience {
  /** A person at a terminal, and nothing else: the server's words are shown as they are. */
  readonly isPersonal: boolean;
  readonly verbose: boolean;
}
