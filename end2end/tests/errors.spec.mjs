// The pages that say no.

import { expect, expectAccessible, test } from "../page.mjs";

test.describe("an address that is not there", () => {
  test.use({ expectedFailures: [404] });

  test("has a way on", async ({ page }) => {
    const answer = await page.goto("/finnes-ikke");
    expect(answer.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vi finner ikke siden");
    await expectAccessible(page);
    await page.screenshot({ path: `../target/test-reports/404-${test.info().project.name}.png`, fullPage: true });
    await page.getByRole("link", { name: "Til forsiden" }).last().click();
    await expect(page).toHaveURL("/");
  });
});

test.describe("an address that is no text", () => {
  test.use({ expectedFailures: [400] });

  test("says that nothing is changed", async ({ page }) => {
    await page.goto("/hva-vi-har?sok=%ff");
    await expect(page.getByText("Ingenting er endret.")).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe("a form on another site", () => {
  test.use({ expectedFailures: [403] });

  test("is not taken, and the person is told", async ({ page, baseURL }) => {
    await page.route(`${baseURL}/fremmed`, (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<form method="post" action="${baseURL}/do/choose-display"><button>Vinn en telefon</button></form>`,
        headers: { "content-security-policy": "sandbox allow-forms" },
      }),
    );
    await page.goto(`${baseURL}/fremmed`);
    await page.getByRole("button").click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vi tok ikke imot skjemaet");
    await expectAccessible(page);
  });
});
