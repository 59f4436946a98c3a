// Employees in the demo: cases, roles, and what happens when a session ends under one's hands.

import { expect, expectAccessible, test as base } from "../page.mjs";
import { startDemo } from "../portal.mjs";

// What is changed here is changed for nobody else: each worker has a demo of its own.
const test = base.extend({
  demo: [
    async ({}, use) => {
      const demo = await startDemo("--systems", "24");
      await use(demo.address);
      await demo.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ demo }, use) => use(demo),
  otherHosts: ["http://127.0.0.1"],
  // When the clock is put forward, the browser thinks that it has waited for long.
  expectedWarnings: ["was preloaded using link preload"],
});

async function logIn(page, who) {
  await page.getByRole("link", { name: "Logg inn med Ansattporten" }).click();
  await page.getByRole("link", { name: `${who} som med BankID` }).click();
}

// Puts the clock forward once the island is alive.
async function wait(page, time) {
  await page.waitForFunction(() => window.__hydrateIsland);
  await page.clock.fastForward(time);
}

// The case that came in last among those that nobody has.
async function openCase(page) {
  await page.goto("/saksbehandling");
  await logIn(page, "Kari Moen");
  const cases = page.getByRole("link", { name: /^\d{4}-\d{6}$/ });
  // Some are answered a moment after the demo has begun.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("table")).toBeVisible({ timeout: 500 });
    // Another test may have handed one over.
    expect(await cases.count()).toBeLessThanOrEqual(4);
  }).toPass({ timeout: 20_000 });
  await page.getByRole("row").filter({ hasText: "Ikke tildelt" }).getByRole("link").last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Sak \d{4}-\d{6}$/);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with a script" : "without a script", () => {
    test.use({ javaScriptEnabled });

    test("a caseworker sees the unit's cases, and not the one about herself", async ({ page }) => {
      await openCase(page);
      await expect(page.getByRole("row", { name: /^Pedagogisk-psykologisk/ })).toContainText("Hos en ansatt");
      // It answers by a program, which may take a moment after the demo has begun.
      await expect(async () => {
        await page.reload();
        await expect(page.getByRole("row", { name: /^Skoleadministrasjonen/ })).toContainText("Har opplysninger", { timeout: 500 });
      }).toPass({ timeout: 15_000 });
      await expect(page.getByRole("row", { name: /^Barnevernet/ })).toContainText("Taushetsbelagt");
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole("link", { name: "Til arbeidet mitt" }).click();
      await expect(page.getByRole("table").getByRole("link").first()).toBeVisible();
      await expect(page.getByRole("link", { name: "2026-000005" })).toHaveCount(0);
      if (javaScriptEnabled) await expectAccessible(page);
      await page.goto("/administrasjon/roller");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Du har ikke tilgang til siden");
    });
    test.use({ expectedFailures: [403] });

    test("an administrator is told what is missing, gives a role and ends it", async ({ page }) => {
      await page.goto("/administrasjon/roller");
      await expect(page.getByText("Siden er for deg som jobber i kommunen.")).toBeVisible();
      await logIn(page, "Liv Berg");
      await page.getByRole("button", { name: "Gi en rolle" }).click();
      await expect(page.getByRole("heading", { name: "4 ting må rettes før du kan gå videre" })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole("link", { name: "Rolle: Velg ett av svarene." }).click();
      await page.getByRole("radio", { name: "Personvernombud" }).check();
      await page.getByLabel("Hvem er det?").fill("17847104414");
      await page.getByLabel("Navn").fill("Ola Li");
      await page.getByLabel("Hvorfor?").last().fill("Vikar i høst");
      await page.getByRole("button", { name: "Gi en rolle" }).click();
      await expect(page.getByRole("status").filter({ hasText: "Rollen er gitt." })).toBeVisible();
      const row = page.getByRole("row", { name: /^Ola Li/ });
      await expect(row).toContainText("Vikar i høst");
      await row.getByText("Avslutt").first().click();
      if (javaScriptEnabled) await expectAccessible(page);
      await row.getByLabel("Hvorfor?").fill("Ferdig");
      await row.getByRole("button", { name: "Avslutt" }).click();
      await expect(page.getByText("Rollen er avsluttet.")).toBeVisible();
      await expect(page.getByRole("row", { name: /^Ola Li/ })).toHaveCount(0);
    });

    test("what was typed is there again after the session was over", async ({ page, context }) => {
      await openCase(page);
      await page.getByText("Jeg er inhabil i saken").click();
      await page.getByLabel("Hvorfor er du inhabil?").fill("Søskenbarnet mitt & <naboen>");
      // As if nothing had been done for half an hour.
      await context.clearCookies({ name: "minside-session" });
      await page.getByRole("button", { name: "Gi fra meg saken" }).click();
      await expect(page.getByText("Det du skrev, er lagret i 30 minutter.")).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      // The provider still knows who it is.
      await page.getByRole("link", { name: "Logg inn med Ansattporten" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "Ingenting er sendt." })).toBeVisible();
      await expect(page.getByLabel("Hvorfor er du inhabil?")).toHaveValue("Søskenbarnet mitt & <naboen>");
      if (javaScriptEnabled) await expectAccessible(page);
    });
  });
}

test("a case is taken and handed over", async ({ page }) => {
  await openCase(page);
  const address = page.url();
  await page.getByRole("button", { name: "Ta saken" }).click();
  await expect(page.getByRole("definition").filter({ hasText: /^Deg$/ })).toBeVisible();
  await page.getByText("Jeg er inhabil i saken").click();
  await expect(page.getByText("Ingen andre i enheten kan ta over nå.")).toBeVisible();
  await page.getByLabel("Hvorfor er du inhabil?").fill("Søskenbarnet mitt");
  await page.getByRole("button", { name: "Gi fra meg saken" }).click();
  await expect(page.getByText("Du har gitt fra deg saken. Den er tilbake hos enheten.")).toBeVisible();
  await expectAccessible(page);
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vi finner ikke siden");
});
test.use({ expectedFailures: [403, 404] });

test("one is warned in time, can stay, and nothing private is left on the screen afterwards", async ({ page }) => {
  await page.clock.install();
  await page.goto("/saksbehandling");
  await logIn(page, "Per Vik");
  await expect(page.getByText(/^Du logges ut kl\. \d\d\.\d\d hvis du ikke gjør noe\.$/)).toBeVisible();
  const warning = page.getByRole("alert").filter({ hasText: "Du logges ut kl." });
  await expect(warning).toBeHidden();
  await wait(page, "26:00");
  await expect(warning).toBeVisible();
  await page.getByRole("button", { name: "Bli værende innlogget" }).click();
  await expect(warning).toBeHidden();
  await wait(page, "26:00");
  await expect(warning, "the second time too").toBeVisible();
  await wait(page, "05:00");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Du er logget ut");
  await expect(page.getByRole("main")).not.toContainText("Personvernombud", { useInnerText: true });
  await expect(page.getByRole("heading", { name: "Rollene dine" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Bli værende innlogget" })).toBeHidden();
  await expectAccessible(page);
});

test("a page on which somebody writes is not cleared", async ({ page }) => {
  await page.clock.install();
  await page.goto("/administrasjon/roller");
  await logIn(page, "Liv Berg");
  await page.getByLabel("Navn").fill("Ola Li");
  await wait(page, "31:00");
  await expect(page.getByText("Det du har skrevet, står her fortsatt.")).toBeVisible();
  await expect(page.getByLabel("Navn")).toHaveValue("Ola Li");
});

test("a page with an empty field is cleared like any other", async ({ page }) => {
  await page.clock.install();
  await openCase(page);
  await wait(page, "31:00");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Du er logget ut");
  await expect(page.getByRole("main")).not.toContainText("Barnevernet", { useInnerText: true });
});

test("who stays in vain is told so", async ({ page, context }) => {
  await page.clock.install();
  await page.goto("/saksbehandling");
  await logIn(page, "Per Vik");
  await wait(page, "26:00");
  await context.clearCookies({ name: "minside-session" });
  await page.getByRole("button", { name: "Bli værende innlogget" }).click();
  await expect(page.getByText("Det virket ikke, og du kan være logget ut. Prøv igjen.")).toBeVisible();
});
