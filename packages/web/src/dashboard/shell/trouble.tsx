import { useState } from "preact/hooks";
import { ApiProblem, token } from "../data/api.ts";

const SignIn = () => {
  const [value, setValue] = useState("");
  const refused = token.read() !== null;
  const submit = (event: Event) => {
    event.preventDefault();
    token.keep(value.trim());
    location.reload();
  };
  return (
    <form class="sign-in" onSubmit={submit}>
      <h1>A token is needed</h1>
      <p>This deployment shows packages to whoever holds one of its tokens. It is kept in this tab only.</p>
      {refused ? (
        <p class="callout bad" role="alert">
          The token that you gave is not one of them.
        </p>
      ) : null}
      <label>
        Token
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

/** What to show in place of data that could not be had. */
export const Trouble = ({ error, retry }: { error: Error; retry: () => void }) => {
  if (error instanceof ApiProblem && error.status === 401) return <SignIn />;
  const known = error instanceof ApiProblem;
  return (
    <div class="empty" role="alert">
      <h1>{known ? error.title : "The server does not answer"}</h1>
      <p>{known ? error.message : "It may be restarting. This page tries again by itself."}</p>
      {known && error.requestId ? (
        <p class="quiet">
          Request <code>{error.requestId}</code>
        </p>
      ) : null}
      <button type="button" class="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
};
