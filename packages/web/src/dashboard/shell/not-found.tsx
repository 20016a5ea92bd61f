import { Link } from "wouter-preact";

export const NotFound = () => (
  <div class="empty">
    <h1>There is nothing here</h1>
    <p>
      <Link href="/">All packages</Link>
    </p>
  </div>
);
