import './styles/skeleton.css';

/** Rows of the size of what comes, so that nothing moves when it is there. */
export function Skeleton({ rows, label }: { readonly rows: number; readonly label: string }) {
  return (
    <div className="skeleton" role="status" aria-label={`Loading ${label}`}>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((key) => (
        <div key={key} className="skeleton-row" aria-hidden="true" />
      ))}
    </div>
  );
}

/** A figure that is on its way, in the cell of a row that is there. */
export function FigureSkeleton() {
  return (
    <span className="skeleton-figure">
      <span className="visually-hidden">on its way</span>
    </span>
  );
}
