import { Link } from "wouter-preact";
import { useTitle } from "../ui/use-title.ts";

export const NotFound = () => {
  useTitle("Page not found");
  return (
    <div class="empty">
      <h1>Page not found</h1>
      <p>
        <Link href="/">All packages</Link>
      </p>
    </div>
  );
};
