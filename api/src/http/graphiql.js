// Signing in, keeping the token fresh, and handing both to GraphiQL. Written for browsers of the last few years;
// there is no build step.
"use strict";

const SESSION = "session { accessToken refreshToken expiresAt } userErrors { message path }";
const LOG_IN = `mutation LogIn($input: LogInInput!) { done: logIn(input: $input) { ${SESSION} } }`;
const SIGN_UP = `mutation SignUp($input: SignUpInput!) { done: signUp(input: $input) { ${SESSION} } }`;
const REFRESH = `mutation Refresh($input: RefreshSessionInput!) { done: refreshSession(input: $input) { ${SESSION} } }`;

const STARTER = `# Sign in above; Ctrl-Enter runs this.
# The docs are behind the book, left.

query Me {
  viewer {
    email
    displayName
  }
}
`;

/** A token is renewed this long before it expires, for slow networks and clocks that differ. */
const EARLY_MS = 20_000;
const STORE = "rapport.session";

const byId = (id) => document.getElementById(id);

// The tab's own store: gone with the tab, and never shared with another one.
let session = JSON.parse(sessionStorage.getItem(STORE) ?? "null");

function remember(next) {
  session = next;
  if (next) sessionStorage.setItem(STORE, JSON.stringify(next));
  else sessionStorage.removeItem(STORE);
  byId("sign-in").hidden = Boolean(next);
  byId("signed-in").hidden = !next;
  byId("who").textContent = next?.email ?? "";
}

function tell(text, alarm = false) {
  const status = byId("status");
  status.textContent = text;
  status.classList.toggle("alarm", alarm);
}

async function post(body, headers = {}) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      accept: "application/graphql-response+json, application/json;q=0.9",
      "content-type": "application/json",
      ...headers,
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({
    errors: [{ message: `The server answered ${response.status} without JSON.` }],
  }));
  return { status: response.status, answer };
}

/** Runs one of the mutations above; what they answer as a session, or an error that a person can read. */
async function ask(query, input, email) {
  const { answer } = await post({ query, variables: { input } });
  const complaint = answer.errors?.[0] ?? answer.data?.done?.userErrors?.[0];
  const next = answer.data?.done?.session;
  if (complaint || !next) throw new Error(complaint?.message ?? "The server gave no session.");
  return { ...next, email };
}

// Refresh tokens are good for one use: two queries at once must share one renewal.
let renewing = null;

function renew() {
  const { refreshToken, email } = session;
  renewing ??= ask(REFRESH, { refreshToken }, email)
    .then(remember, (error) => {
      remember(null);
      tell(`Signed out: ${error.message}`, true);
    })
    .finally(() => { renewing = null; });
  return renewing;
}

async function fetcher(params, options) {
  const headers = { ...options?.headers };
  // Who writes an Authorization header in the editor means that one.
  const own = Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
  const send = () => {
    const bearer = session && !own ? { authorization: `Bearer ${session.accessToken}` } : {};
    return post(params, { ...headers, ...bearer });
  };
  const expired = session && Date.parse(session.expiresAt) - Date.now() < EARLY_MS;
  if (!own && expired) await renew();
  const first = await send();
  if (first.status !== 401 || own || !session) return first.answer;
  await renew();
  return session ? (await send()).answer : first.answer;
}

let signingUp = false;

function setMode(up) {
  signingUp = up;
  byId("name-label").hidden = !up;
  byId("name").required = up;
  byId("password").autocomplete = up ? "new-password" : "current-password";
  byId("submit").textContent = up ? "Sign up" : "Sign in";
  byId("mode").textContent = up ? "Have an account?" : "New here?";
  byId("mode").setAttribute("aria-pressed", String(up));
}

async function submit(event) {
  event.preventDefault();
  const [email, password, displayName] = ["email", "password", "name"].map((id) => byId(id).value);
  byId("submit").disabled = true;
  tell(signingUp ? "Signing up…" : "Signing in…");
  try {
    remember(await (signingUp
      ? ask(SIGN_UP, { email, password, displayName }, email)
      : ask(LOG_IN, { email, password }, email)));
    byId("password").value = "";
    tell("");
    byId("sign-out").focus();
  } catch (error) {
    tell(error.message, true);
  } finally {
    byId("submit").disabled = false;
  }
}

/** The screens of a client, as tabs; none if they cannot be had, as GraphiQL works without. */
async function tabs() {
  const response = await fetch("/graphiql/operations.json").catch(() => null);
  return response?.ok ? response.json() : undefined;
}

async function start() {
  byId("sign-in").addEventListener("submit", submit);
  byId("mode").addEventListener("click", () => setMode(!signingUp));
  byId("sign-out").addEventListener("click", () => {
    remember(null);
    tell("Signed out.");
    byId("email").focus();
  });
  remember(session);

  const place = byId("graphiql");
  if (!window.React || !window.ReactDOM || !window.GraphiQL) {
    place.firstElementChild.textContent = "GraphiQL could not be loaded; please reload the page.";
    return;
  }
  ReactDOM.createRoot(place).render(React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: STARTER,
    defaultTabs: await tabs(),
    defaultEditorToolsVisibility: "headers",
    shouldPersistHeaders: false,
    inputValueDeprecation: true,
    schemaDescription: true,
  }));
}

start();
