import { Route, Switch } from 'wouter';
import type { Session } from '../api/generated.js';
import { ApprovalScreen } from './approvals/approval-screen.js';
import { ApprovalsScreen } from './approvals/approvals-screen.js';
import { AuditEntryScreen } from './audit/audit-entry-screen.js';
import { AuditScreen } from './audit/audit-screen.js';
import { DeliveriesScreen } from './deliveries/deliveries-screen.js';
import { DeliveryScreen } from './deliveries/delivery-screen.js';
import { EndpointScreen } from './endpoints/endpoint-screen.js';
import { EndpointsScreen } from './endpoints/endpoints-screen.js';
import { EventScreen } from './events/event-screen.js';
import { EventsScreen } from './events/events-screen.js';
import { MigrationScreen } from './migrations/migration-screen.js';
import { MigrationsScreen } from './migrations/migrations-screen.js';
import { NoSuchPage } from './no-such-page.js';
import { OverviewScreen } from './overview/overview-screen.js';
import { RunScreen } from './runs/run-screen.js';
import { RunsScreen } from './runs/runs-screen.js';
import { SettingsScreen } from './settings/settings-screen.js';
import { TokensScreen } from './tokens/tokens-screen.js';

/** The screens by their paths. */
export function Screens({ session }: { readonly session: Session }) {
  return (
    <Switch>
      <Route path="/">
        <OverviewScreen environment={session.environment} />
      </Route>
      <Route path="/runs">
        <RunsScreen />
      </Route>
      <Route path="/runs/:id">{({ id }) => <RunScreen key={id} id={id} />}</Route>
      <Route path="/migrations">
        <MigrationsScreen />
      </Route>
      <Route path="/migrations/:id">{({ id }) => <MigrationScreen key={id} id={id} />}</Route>
      <Route path="/approvals">
        <ApprovalsScreen />
      </Route>
      <Route path="/approvals/:id">{({ id }) => <ApprovalScreen key={id} id={id} />}</Route>
      <Route path="/events">
        <EventsScreen />
      </Route>
      <Route path="/events/:id">{({ id }) => <EventScreen key={id} id={id} />}</Route>
      <Route path="/deliveries">
        <DeliveriesScreen />
      </Route>
      <Route path="/deliveries/:id">{({ id }) => <DeliveryScreen key={id} id={id} />}</Route>
      <Route path="/endpoints">
        <EndpointsScreen />
      </Route>
      <Route path="/endpoints/:id">{({ id }) => <EndpointScreen key={id} id={id} />}</Route>
      <Route path="/audit">
        <AuditScreen />
      </Route>
      <Route path="/audit/:id">{({ id }) => <AuditEntryScreen key={id} id={id} />}</Route>
      <Route path="/tokens">
        <TokensScreen />
      </Route>
      <Route path="/settings">
        <SettingsScreen session={session} />
      </Route>
      <Route>
        <NoSuchPage />
      </Route>
    </Switch>
  );
}
