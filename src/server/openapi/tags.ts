/** What each group of routes is about, for the document. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  approvals: 'Plans that people decide on before they run.',
  audit: 'Who changed what, and when. Nothing is ever removed.',
  certificates: 'What the queries beside migrations have shown, signed.',
  deliveries: 'One event for one endpoint, with its attempts.',
  events: 'What happened, as it is told to endpoints and streams.',
  health: 'What a supervisor and a monitoring system ask.',
  jobs: 'What is done with many deliveries at once, with its progress.',
  meta: 'What the API says of itself.',
  migrations: 'The migrations of the project, and runs that are begun here.',
  plans: 'What a run would do now.',
  runs: 'What is and was done, and requests to runs that go on.',
  session: 'Signing in with a token, for browsers.',
  tokens: 'Who may use the API, and for what.',
  webhooks: 'Endpoints that get events.',
};

export function tagsOf(names: readonly string[]): { readonly name: string; readonly description?: string }[] {
  return [...new Set(names)].map((name) => {
    const description = DESCRIPTIONS[name];
    return { name, ...(description !== undefined && { description }) };
  });
}
