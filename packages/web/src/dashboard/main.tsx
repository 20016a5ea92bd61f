import { QueryClient, QueryClientProvider } from "@tanstack/preact-query";
import { render } from "preact";
import { App } from "./app.tsx";
import { ApiProblem } from "./data/api.ts";
import { applyTheme, storedTheme } from "./data/theme.ts";
import "./styles/font.css";
import "./styles/base.css";
import "./styles/states.css";
import "./styles/parts.css";
import "./styles/shell.css";
import "./styles/list.css";

applyTheme(storedTheme());

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refused request would be refused again; only server and network failures are retried.
      retry: (count, error) => count < 3 && !(error instanceof ApiProblem && error.status < 500),
      staleTime: 1_000,
      refetchOnWindowFocus: "always",
    },
  },
});

const root = document.getElementById("app");
if (root)
  render(
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>,
    root,
  );
