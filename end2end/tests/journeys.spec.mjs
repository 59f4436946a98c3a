// Whole journeys: each right by itself, from the question to what comes of it; the same from two tabs, and after logout.

import { askFor, askForErasure, expect, expectAccessible, isAt, logIn, next, test, toOverview } from "../own-demo.mjs";

// From the question after the last about what is asked for, to the case.
async function sendIt(page) {
  await toOverview(page);
  await page.getByRole("button", { name: /^Send henvendelsen/ }).click();
  await isAt(page, "Vi har fått henvendelsen din");
  await expect(page.getByText(/Du får svar senest \S+ \d+\. \S+ \d{4}\./)).toBeVisible();
  await page.getByRole("link", { name: "Følg saken" }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with a script" : "without a script", () => {
    // What is fetched beforehand for scripts is used by none then.
    test.use({ javaScriptEnabled, expectedWarnings: javaScriptEnabled ? [] : ["was preloaded using link preload"] });
    const accessible = (page) => (javaScriptEnabled ? expectAccessible(page) : Promise.resolve());

    test("access is asked for, and the answer comes while one waits", async ({ page, demo }) => {
      test.slow();
      // It answers when told to, so that one does wait.
      await demo.minside("systems", "pause", "vann");
      await logIn(page, "solveig");
      await askFor(page, "Se hva kommunen har om meg");
      await page.getByLabel("Bare noe bestemt").check();
      await page.getByLabel("Vann, avløp og avfall").check();
      await next(page);
      await sendIt(page);
      await isAt(page, /^Innsyn – sak /);
      await demo.minside("systems", "resume", "vann");
      if (javaScriptEnabled) {
        await expect(page.getByText("Det har skjedd noe nytt i saken.")).toBeVisible({ timeout: 20_000 });
        await page.getByRole("link", { name: "Last siden på nytt" }).click();
      }
      await expect(async () => {
        await page.reload();
        await expect(page.getByRole("heading", { name: "Svaret er klart" })).toBeVisible({ timeout: 500 });
      }).toPass({ timeout: 20_000 });
      await accessible(page);
      await page.getByRole("link", { name: "Her er opplysningene vi fant om deg" }).first().click();
      await isAt(page, "Her er opplysningene vi fant om deg");
      await accessible(page);
      await page.getByRole("link", { name: "Til saken" }).click();
      await page.getByRole("link", { name: "Se opplysningene" }).click();
      await page.locator(".data-systems").getByRole("link").first().click();

      // What is wrong in it is sent in from there, and becomes a case of its own.
      await page.getByRole("button", { name: "Er dette feil? adresse" }).first().click();
      await page.getByRole("textbox", { name: "Hva skulle det stått?" }).fill("Storgata 2");
      await next(page);
      await sendIt(page);
      await isAt(page, /^Retting – sak /);
      await page.getByRole("link", { name: "Se hva du sendte inn" }).click();
      await expect(page.getByText(/ – adresse \(.*\)/).first()).toBeVisible();
      await expect(page.getByText("Hva skulle det stått? Storgata 2")).toBeVisible();
    });

    test("something is to be erased", async ({ page }) => {
      await logIn(page, "jonas");
      await askFor(page, "Slette noe");
      await page.getByLabel("Overalt").check();
      await next(page);
      await page.getByLabel("Hva vil du at vi skal slette?").fill("Bildet fra sommerfesten");
      await next(page);
      await sendIt(page);
      await isAt(page, /^Sletting – sak /);
      await accessible(page);
    });

    test("what is changed in another tab is looked over again before it is sent", async ({ page, context }) => {
      await logIn(page, "solveig");
      await askForErasure(page, "Bildet");
      const other = await context.newPage();
      await other.goto("/min-side/ny/sletting");
      await other.getByLabel("Hva vil du at vi skal slette?").fill("Bildet og filmen");
      await next(other);
      await page.getByRole("button", { name: "Send henvendelsen" }).click();
      await expect(page.getByText("Henvendelsen er ikke sendt ennå.", { exact: false })).toBeVisible();
      await expect(page.getByText("Bildet og filmen")).toBeVisible();
      await accessible(page);
      await page.getByRole("button", { name: "Send henvendelsen" }).click();
      await isAt(page, "Vi har fått henvendelsen din");
      // Sent from the other tab too, it is no second case.
      await other.goto("/min-side");
      await expect(other.getByText(/^Sak \d{4}-\d{6}$/)).toHaveCount(1);
    });

    test("one goes back and forward, and finds what was answered", async ({ page }) => {
      await logIn(page, "jonas");
      await askFor(page, "Slette noe");
      await page.goBack();
      await isAt(page, "Hvem gjelder det?");
      await expect(page.getByLabel("Meg selv")).toBeChecked();
      await page.goBack();
      await expect(page.getByLabel("Slette noe")).toBeChecked();
      await page.goForward();
      await page.goForward();
      await isAt(page, "Hva skal vi lete etter?");
    });

    test.describe("after logout", () => {
      test.use({ expectedFailures: [401, 403] });

      test("what was written in another tab is kept until one has logged in again", async ({ page, context }) => {
        await logIn(page, "arne");
        await page.locator(".case-list").getByRole("link").first().click();
        await page.getByLabel("Skriv til oss").fill("Hei & <takk> æøå");
        const other = await context.newPage();
        await other.goto("/min-side");
        await other.getByRole("button", { name: "Logg ut", exact: true }).click();
        await other.waitForURL((url) => url.pathname !== "/min-side");
        await page.getByRole("button", { name: "Send meldingen" }).click();
        await expect(page.getByText("Det du skrev, er lagret i 30 minutter.")).toBeVisible();
        await accessible(page);
        await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
        // Where the provider has forgotten who it is, too.
        const again = page.getByRole("link", { name: "arne idporten-loa-high" });
        const back = page.getByLabel("Skriv til oss");
        await expect(again.or(back)).toBeVisible();
        if (await again.isVisible()) await again.click();
        await expect(page.getByRole("alert").filter({ hasText: "Ingenting er sendt." })).toBeVisible();
        await expect(back).toHaveValue("Hei & <takk> æøå");
        await page.getByRole("button", { name: "Send meldingen" }).click();
        await expect(page.getByText("Meldingen er sendt.")).toBeVisible();
      });
    });
  });
}

test("the numbers of a case change while one looks at it", async ({ page, demo }) => {
  // They answer when told to, and until then at least these are missing.
  await demo.minside("systems", "pause", "--all");
  await logIn(page, "solveig");
  await askFor(page, "Se hva kommunen har om meg");
  await page.getByLabel("Overalt").check();
  await next(page);
  await sendIt(page);
  const progress = page.locator(".case-progress");
  const before = await progress.textContent();
  await demo.minside("systems", "resume", "--all");
  await expect(progress).not.toHaveText(before, { timeout: 20_000 });
  await expect(progress).toContainText("systemer har svart");
});
