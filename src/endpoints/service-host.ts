import type { FormatName } from '../events/endpoint.js';

interface Service {
  readonly format: FormatName;
  readonly name: string;
  readonly host: RegExp;
  readonly path?: RegExp;
}

/** Where the services with a format of their own take messages. */
const SERVICES: readonly Service[] = [
  { format: 'slack', name: 'Slack', host: /^hooks\.slack(?:-gov)?\.com$/ },
  {
    format: 'slack',
    name: 'Discord for Slack messages',
    host: /^discord(?:app)?\.com$/,
    path: /\/slack\/?$/,
  },
  { format: 'discord', name: 'Discord', host: /(?:^|\.)discord(?:app)?\.com$/ },
  { format: 'teams', name: 'Teams', host: /\.(?:webhook\.office|logic\.azure|api\.powerplatform)\.com$/ },
  { format: 'pagerduty', name: 'PagerDuty', host: /^events\.(?:eu\.)?pagerduty\.com$/ },
  { format: 'opsgenie', name: 'Opsgenie', host: /^api\.(?:eu\.)?opsgenie\.com$/ },
];

/** The service that listens at `url`, and the only format it understands; undefined for any other host. */
export function serviceAt({ hostname, pathname }: URL): Pick<Service, 'format' | 'name'> | undefined {
  return SERVICES.find(({ host, path }) => host.test(hostname) && (path?.test(pathname) ?? true));
}
