// A package, opened from disk, and the page where others check one. The Rust tests unpack the package (packages/outside_readers.rs).

import { readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, expectAccessible, test } from "../page.mjs";

const unpacked = fileURLToPath(new URL("../../target/test-reports/package/", import.meta.url));

// Files have no host.
test.use({ otherHosts: ["null"] });

function bag() {
  const [folder] = readdirSync(unpacked).filter((name) => name.startsWith("innsyn-"));
  return `${unpacked}${folder}`;
}

for (const colorScheme of ["light", "dark"]) {
  test(`every page of a package opens from disk and is accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const start = pathToFileURL(`${bag()}/index.html`).href;
    await page.goto(start);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Opplysningene dine");
    for (const fold of await page.locator("summary").all()) await fold.click();
    await expectAccessible(page);
    const links = await page.getByRole("link").evaluateAll((links) => links.map((link) => link.href));
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      await page.goto(link);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
  });
}

test("nothing in a package does anything", async ({ page }) => {
  const dialogs = [];
  page.on("dialog", (dialog) => dialogs.push(dialog.message()));
  await page.goto(pathToFileURL(`${bag()}/index.html`).href);
  await page.getByRole("link", { name: "Skolesystemet" }).click();
  await expect(page.getByText("<script>alert(1)</script>")).toBeVisible();
  await page.getByRole("link", { name: "Til oversikten" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Opplysningene dine");
  expect(dialogs).toEqual([]);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("a package of another municipality is not taken for ours", async ({ page }) => {
      await page.goto("/verifiser");
      await page.getByLabel("manifest.json", { exact: true }).setInputFiles(`${bag()}/manifest.json`);
      await page.getByLabel("manifest.json.sig").setInputFiles(`${bag()}/manifest.json.sig`);
      await page.getByRole("button", { name: "Sjekk" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vi kan ikke si at pakken er ekte");
      await expect(page.getByText("ikke signert av denne kommunen")).toBeVisible();
    });
  });
}
