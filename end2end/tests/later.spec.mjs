// A demo as it is some months later: what is over its time is deleted, and an answer that is late says so.

import { expect, expectAccessible, test } from "../page.mjs";
import { isAt, untilAnswered } from "../own-demo.mjs";
import { startDemo } from "../portal.mjs";

// Each demo has a port of its own, whichever was free.
test.use({ otherHosts: ["http://127.0.0.1"] });

async function logIn(page, address, name) {
  await page.goto(`${address}/min-side`);
  await page.getByRole("link", { name: "Logg inn med ID-porten" }).click();
  await page.getByRole("link", { name: `${name} som med BankID` }).click();
  await isAt(page, "Mine saker");
}

test("what could be fetched is deleted when its time is over, and is asked for again", async ({ page }) => {
  test.slow();
  const demo = await startDemo("--systems", "24");
  try {
    await logIn(page, demo.address, "Emma Solberg");
    await untilAnswered(page);
    const address = await demo.later(70);
    await logIn(page, address, "Emma Solberg");
    await page.locator(".case-list").getByRole("link").first().click();
    await expect(page.getByText("Tiden for å hente filen er ute, og vi har slettet den.")).toBeVisible();
    await expect(page.getByText("Filen vi laget til deg, er slettet.")).toBeVisible();
    await expect(page.getByRole("link", { name: "Last ned alt" })).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Be om innsyn på nytt" }).click();
    await isAt(page, "Hva skal vi lete etter?");
    await page.context().clearCookies();

    await logIn(page, address, "Arne Bakke");
    await expect(page.getByText(/Du skulle ha fått svar senest .* Vi er forsinket\./)).toBeVisible();
    await expectAccessible(page);
    await page.locator(".case-list").getByRole("link").first().click();
    await expect(page.getByText(/Du kan klage til Datatilsynet\./)).toBeVisible();
    await expectAccessible(page);
  } finally {
    await demo.stop();
  }
});
