import { useState } from "preact/hooks";
import { ApiProblem, token } from "../data/api.ts";
import { useTitle } from "../ui/use-title.ts";

const SignIn = () => {
  const [value, setValue] = useState("");
  const refused = token.read() !== null;
  useTitle("Access token required");
  const submit = (event: Event) => {
    event.preventDefault();
    token.keep(value.trim());
    location.reload();
  };
  return (
    <form class="sign-in" onSubmit={submit}>
      <h1>Access token required</h1>
      <p>This deployment requires an access token. The token is stored for this tab only.</p>
      {refused ? (
        <p class="callout bad" role="alert">
          Invalid token
        </p>
      ) : null}
      <label>
        Access token
        <input
          type="password"
          autocomplete="off"
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button primary" disabled={value.trim() === ""}>
        Sign in
      </button>
    </form>
  );
};

/** Shown in place of data that could not be loaded. */
export const ErrorState = ({ error, retry }: { error: Error; retry: () => void }) => {
  if (error instanceof ApiProblem && error.status === 401) return <SignIn />;
  const known = error instanceof ApiProblem;
  return (
    <div class="empty" role="alert">
      <h1>{known ? error.title : "Server unreachable"}</h1>
      <p>{known ? error.message : "It may be restarting. This page retries automatically."}</p>
      {known && error.requestId ? (
        <p class="quiet">
          Request ID <code>{error.requestId}</code>
        </p>
      ) : null}
      <button type="button" class="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
};
