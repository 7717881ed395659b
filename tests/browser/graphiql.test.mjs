// A person opens the page at /, signs in, runs each tab and signs out again, in a real browser that has no network but the server.
//
//   RAPPORT_URL=http://127.0.0.1:8080 RAPPORT_EMAIL=… RAPPORT_PASSWORD=… node graphiql.test.mjs
//
// CHROMIUM names the browser (/usr/bin/chromium otherwise). The page must ask no other host for anything, and load nothing that its
// integrity hashes or its content security policy refuse: the console's errors fail the test too.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const need = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};
const url = need("RAPPORT_URL");
const email = need("RAPPORT_EMAIL");
const password = need("RAPPORT_PASSWORD");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    // No name leads anywhere; what is asked for none the less is seen below.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  ],
});

const complaints = [];
let step = "start";
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const outside = [];
  await page.route("**/*", (route) => {
    if (route.request().url().startsWith(url)) return route.continue();
    outside.push(route.request().url());
    return route.abort();
  });
  const authorizations = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/graphql")) authorizations.push(request.headers().authorization);
  });

  step = "the page loads, and with it the schema";
  const introspected = page.waitForResponse((response) => response.url().endsWith("/graphql"));
  await page.goto(url);
  await page.locator(".graphiql-container").waitFor();
  const schema = await (await introspected).json();
  assert.ok(schema.data?.__schema, `no introspection: ${JSON.stringify(schema.errors)}`);

  step = "a wrong password is told";
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(`${password} but wrong`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("#status.alarm").waitFor();
  assert.notEqual(await page.locator("#status").innerText(), "");

  step = "the right one signs in";
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  assert.equal(await page.locator("#who").innerText(), email);

  step = "every screen of a client is a tab";
  const screens = await (await page.request.get(new URL("/graphiql/operations.json", url).href)).json();
  const tabs = page.locator(".graphiql-tab");
  assert.equal(await tabs.count(), screens.length);
  assert.ok(screens.length >= 13, `${screens.length} tabs`);

  // The editor closes brackets by itself, so a text is put in and not typed; GraphiQL reads it a moment later.
  const settle = () => page.waitForTimeout(500);
  const write = async (text) => {
    const editor = page.locator(".graphiql-query-editor .CodeMirror");
    await editor.evaluate((editor, value) => editor.CodeMirror.setValue(value), text);
    await settle();
  };
  const execute = page.getByRole("button", { name: /execute query/i });
  for (const [number, { name, query }] of screens.entries()) {
    step = `the tab ${name} runs`;
    await tabs.nth(number).locator(".graphiql-tab-button").click();
    await settle();
    const answer = page.waitForResponse((response) => response.url().endsWith("/graphql"));
    await execute.click();
    // Where a document has several operations, the button asks which: the screen's query comes first.
    if (query.includes("\nmutation ")) await page.getByRole("menuitem").first().click();
    const { data, errors } = await (await answer).json();
    assert.equal(errors, undefined, JSON.stringify(errors));
    assert.ok(Object.values(data).every((field) => field !== null), JSON.stringify(data).slice(0, 500));
  }

  step = "a query runs as who signed in";
  const text = "query Me { viewer { email } }";
  await write(text);
  authorizations.length = 0;
  const mine = page.waitForResponse((response) => response.url().endsWith("/graphql"));
  await execute.click();
  await mine;
  const result = page.locator(".result-window");
  await result.getByText(`"${email}"`).waitFor();
  assert.match(authorizations[0] ?? "", /^Bearer ./);

  step = "a header from the editor is sent";
  await page.getByRole("button", { name: "Headers" }).click();
  const headers = page.locator(".graphiql-editor-tool .graphiql-editor:not(.hidden) .CodeMirror");
  await headers.evaluate((editor) => editor.CodeMirror.setValue('{ "x-request-id": "from-the-editor" }'));
  const answered = page.waitForResponse((response) => response.url().endsWith("/graphql"));
  await execute.click();
  assert.equal((await answered).headers()["x-request-id"], "from-the-editor");

  step = "an expired token is renewed without a word";
  await page.evaluate(() => {
    const session = JSON.parse(sessionStorage.getItem("rapport.session"));
    session.expiresAt = "2001-01-01T00:00:00Z";
    sessionStorage.setItem("rapport.session", JSON.stringify(session));
  });
  await page.reload();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await write(text);
  await execute.click();
  await result.getByText(`"${email}"`).waitFor();
  const renewed = await page.evaluate(() => JSON.parse(sessionStorage.getItem("rapport.session")).expiresAt);
  assert.ok(Date.parse(renewed) > Date.now(), `still ${renewed}`);

  step = "signing out forgets the token";
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("E-mail").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem("rapport.session")), null);

  step = "nobody else was asked for anything";
  assert.deepEqual(outside, []);

  step = "nothing was refused by the browser";
  assert.deepEqual(complaints, []);
  console.log("graphiql: ok");
} catch (error) {
  console.error(`graphiql: failed at “${step}”: ${error.stack}`);
  if (complaints.length) console.error("the browser says:", complaints);
  process.exitCode = 1;
} finally {
  await browser.close();
}
