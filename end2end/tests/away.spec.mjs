// The database is away for a moment while somebody sends what they wrote: nothing of it is lost, in a real browser.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { askForErasure, expect, expectAccessible, isAt, logIn, test } from "../own-demo.mjs";

// Without this table nobody's session is found, which is what every page begins with.
function away(demo, isAway) {
  const database = new DatabaseSync(join(demo.folder, "demo.db"), { timeout: 5000 });
  database.exec(isAway ? "alter table session rename to away" : "alter table away rename to session");
  database.close();
}

const text = 'Første linje «med» "anførselstegn"\nAndre linje <b> & æøå 👩‍👩‍👧';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with a script" : "without a script", () => {
    test.use({
      javaScriptEnabled,
      expectedWarnings: javaScriptEnabled ? [] : ["was preloaded using link preload"],
      expectedFailures: [500, 503],
    });

    test("what was written is on the page that says so, and is sent again", async ({ page, demo }) => {
      await logIn(page, "arne");
      await page.locator(".case-list").getByRole("link").first().click();
      const path = new URL(page.url()).pathname;
      await page.getByLabel("Skriv til oss").fill(text);
      away(demo, true);
      await page.getByRole("button", { name: "Send meldingen" }).click();
      await expect(page.getByText("Det du skrev, er ikke gått tapt.", { exact: false })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole("button", { name: "Send på nytt" }).click();
      await expect(page.getByText("Det du skrev, er ikke gått tapt.", { exact: false })).toBeVisible();
      away(demo, false);
      const pdf = { name: "brev.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") };
      await page.getByLabel("Legg ved filer").setInputFiles(pdf);
      await page.getByRole("button", { name: "Send på nytt" }).click();
      await expect(page.getByText("Meldingen er sendt.")).toBeVisible();
      expect(new URL(page.url()).pathname).toBe(path);
      expect(await page.locator(".messages .written").first().innerText()).toBe(text);
      await expect(page.getByRole("link", { name: "brev.pdf (1 kB)" })).toBeVisible();

      await page.goto("/min-side/ny/finne");
      await page.getByLabel("Navn, også tidligere navn").fill("Arne Bakke\nArne Hansen");
      away(demo, true);
      await page.getByRole("button", { name: "Neste", exact: true }).click();
      await expect(page.getByText("Det du skrev, er ikke gått tapt.", { exact: false })).toBeVisible();
      away(demo, false);
      await page.getByRole("button", { name: "Send på nytt" }).click();
      await isAt(page, "Vil du ha beskjed på e-post?");
      await page.goto("/min-side/ny/finne");
      await expect(page.getByLabel("Navn, også tidligere navn")).toHaveValue("Arne Bakke\nArne Hansen");
    });

    test("what is sent meanwhile is sent once, when the database is there again", async ({ page, demo }) => {
      test.slow();
      await logIn(page, "jonas");
      await askForErasure(page, "Bildet");
      away(demo, true);
      await page.getByRole("button", { name: "Send henvendelsen" }).click();
      await expect(page.getByRole("button", { name: "Send på nytt" })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      away(demo, false);
      await page.getByRole("button", { name: "Send på nytt" }).click();
      await isAt(page, "Vi har fått henvendelsen din");
      await page.goto("/min-side");
      await expect(page.getByText(/^Sak \d{4}-\d{6}$/)).toHaveCount(1);
    });
  });
}
