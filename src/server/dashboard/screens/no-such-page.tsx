import { Link, useLocation } from 'wouter';

/** What an address shows that no screen has. */
export function NoSuchPage() {
  const [location] = useLocation();
  return (
    <div className="screen-head">
      <div>
        <h1>There is no such page.</h1>
        <p className="screen-lead">
          No page has the address <code className="outside-text">{location}</code>.
        </p>
        <p>
          <Link href="/">To the overview</Link>
        </p>
      </div>
    </div>
  );
}
