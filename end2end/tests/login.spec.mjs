// Logging in and out with a certified provider: the tests that Digdir asks of every portal, and what people see.

import { expect, expectAccessible, test } from "../page.mjs";
import { anotherLogin } from "../provider.mjs";

test.use({ baseURL: async ({}, use) => use(process.env.MINSIDE_INSTALLATION), otherHosts: async ({}, use) => use([process.env.MINSIDE_ISSUER]) });

const issuer = () => process.env.MINSIDE_ISSUER;

async function logIn(page, level = "idporten-loa-high", who = "solveig") {
  await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
  await page.getByRole("link", { name: `${who} ${level}` }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with a script" : "without a script", () => {
    test.use({ javaScriptEnabled });

    test("a citizen logs in, comes to the page they wanted, and logs out", async ({ page }) => {
      await page.goto("/min-side/innlogging");
      await expect(page).toHaveURL(/\/logg-inn\?til=/);
      await expect(page.getByText("Logg inn for å komme videre.")).toBeVisible();
      await logIn(page);
      await expect(page).toHaveURL("/min-side/innlogging");
      await expect(page.getByText(/Du logges ut kl\. \d\d\.\d\d hvis du ikke gjør noe/).first()).toBeVisible();
      await page.getByRole("button", { name: "Logg ut", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Du er logget ut");
      await page.getByRole("link", { name: "Gå videre" }).click();
      await page.getByRole("button", { name: "Logg ut" }).click();
      await expect(page).toHaveURL("/utlogget");
      // Logged out there as well: one has to say again who one is.
      await page.goto("/min-side");
      await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
    });

    test("somebody who changes their mind is told so, and can try again", async ({ page }) => {
      await page.goto("/logg-inn");
      await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
      await page.getByRole("link", { name: "cancel" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Du avbrøt innloggingen");
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole("link", { name: "Prøv igjen" }).click();
      await page.getByRole("link", { name: "arne idporten-loa-high" }).click();
      await expect(page).toHaveURL("/min-side");
    });
    test.use({ expectedFailures: [400] });
  });
}

test("who is logged in at another portal is logged in here without being asked", async ({ page }) => {
  await page.goto(anotherLogin(issuer()));
  await page.getByRole("link", { name: "solveig idporten-loa-high" }).click();
  await expect(page.getByText("Logged in")).toBeVisible();
  await page.goto("/min-side");
  await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
  await expect(page).toHaveURL("/min-side");
});

test("who is logged in here is logged in at another portal without being asked", async ({ page }) => {
  await page.goto("/min-side");
  await logIn(page);
  await page.goto(anotherLogin(issuer()));
  await expect(page.getByText("Logged in")).toBeVisible();
});

test("logging out at another portal logs out here", async ({ page }) => {
  await page.goto("/min-side");
  await logIn(page);
  await page.goto(anotherLogin(issuer()));
  const back = `${issuer()}/another/callback`;
  await page.goto(`${issuer()}/session/end?client_id=another&post_logout_redirect_uri=${encodeURIComponent(back)}`);
  await page.getByRole("button", { name: "Logg ut" }).click();
  await expect(page.getByText("Here")).toBeVisible();
  await page.goto("/min-side");
  await expect(page).toHaveURL(/\/logg-inn\?til=/);
});

test.describe("what a browser refuses", () => {
  test.use({ expectedWarnings: ["frame-ancestors"] });

  test("a page of the provider's frames the address for logging out, and nobody else frames anything", async ({ page }) => {
    const framed = async (path) => {
      const of = encodeURIComponent(`${process.env.MINSIDE_INSTALLATION}${path}`);
      await page.goto(`${issuer()}/frame?of=${of}`);
      return page.frames()[1].url();
    };
    expect(await framed("/oidc/frontchannel-logout?sid=x")).toContain("/oidc/frontchannel-logout");
    expect(await framed("/logg-inn")).toContain("chrome-error");
  });
});

test.describe("a case that there is not", () => {
  test.use({ expectedFailures: [404] });

  test("a case asks for a safer login, and the session is another after it", async ({ page, context }) => {
    await page.goto("/min-side");
    await logIn(page, "idporten-loa-substantial");
    await expect(page).toHaveURL("/min-side");
    const session = async () => (await context.cookies()).find(({ name }) => name === "minside-session").value;
    const before = await session();
    await page.goto("/min-side/sak/2026-000001");
    await expect(page.getByText("Logg inn på en sikrere måte")).toBeVisible();
    await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
    await expect(page.locator("#asked")).toHaveText("idporten-loa-high");
    await page.getByRole("link", { name: "solveig idporten-loa-high" }).click();
    await expect(page).toHaveURL("/min-side/sak/2026-000001");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vi finner ikke siden");
    expect(await session()).not.toBe(before);
  });
});

test("the provider speaks the language of the page", async ({ page }) => {
  for (const [name, tag] of [["English", "en"], ["Nynorsk", "nn"]]) {
    await page.goto("/logg-inn");
    await page.locator("summary").first().click();
    await page.getByRole("button", { name }).click();
    await page.locator("a[href^='/logg-inn/idporten']").click();
    await expect(page.locator("html")).toHaveAttribute("lang", tag);
  }
});

test("pages of somebody who is logged in are accessible, and warn before the end", async ({ page }) => {
  await page.clock.install();
  await page.goto("/min-side");
  await logIn(page);
  await expectAccessible(page);
  await page.goto("/min-side/innlogging");
  await expectAccessible(page);
  const stay = page.getByRole("button", { name: "Bli værende innlogget" });
  await expect(stay).toBeHidden();
  await page.waitForFunction(() => window.__hydrateIsland);
  await page.clock.fastForward("26:00");
  await expect(stay).toBeVisible();
  await expectAccessible(page);
  await stay.click();
  await expect(stay).toBeHidden();
});

test("everywhere is everywhere", async ({ page, browser, baseURL }) => {
  const other = await browser.newPage({ baseURL });
  for (const one of [other, page]) {
    await one.goto("/min-side");
    await logIn(one, "idporten-loa-high", "arne");
  }
  await page.goto("/min-side/innlogging");
  await page.getByRole("button", { name: "Logg ut alle steder" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Du er logget ut");
  await other.goto("/min-side");
  await expect(other).toHaveURL(/\/logg-inn/);
  await other.close();
});
