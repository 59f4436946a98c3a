// Pages that a person meets rarely, and that the demo does not come to. The Rust tests come to each, check what it says, and
// leave it here to be looked at: as wide as a phone and a desk, and in the dark.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, expectAccessible, test } from "../page.mjs";

const FOLDER = fileURLToPath(new URL("../../target/tmp/pages/", import.meta.url));
const PAGES = [
  "ask-who-too-large",
  "ask-wrong-files-lost",
  "ask-wrong-too-large",
  "away",
  "away-with-files",
  "case-being-carried-out",
  "case-extended",
  "case-extended-and-late",
  "case-nothing-found",
  "case-refused",
  "case-rest-late",
  "case-supplement",
  "case-taken-up-again",
  "letter-nothing-found",
  "letter-refused",
  "mine-full",
  "mine-late",
  "receipt-extended",
  "review-full",
];

// Shows such a page, as it was, with what the portal serves beside it. Its scripts would ask for what is over.
async function show(page, name) {
  const html = readFileSync(`${FOLDER}${name}.html`, "utf8").replace(/<script[\s\S]*?<\/script>/g, "");
  await page.route(`**/${name}`, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await page.goto(`/${name}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // It is styled: the portal under test was built from the same stylesheet.
  expect(await page.evaluate(() => getComputedStyle(document.body).getPropertyValue("--ds-size-1"))).not.toBe("");
}

test("each page that the Rust tests leave is known here", () => {
  const left = readdirSync(FOLDER).map((name) => name.replace(".html", ""));
  expect(left.sort(), "run the Rust tests first").toEqual(PAGES);
});

// What was fetched beforehand for the scripts is used by none.
test.use({ expectedWarnings: ["was preloaded using link preload"] });

for (const name of PAGES) {
  test(`${name} is accessible`, async ({ page }) => {
    await show(page, name);
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 256 });
    await expectAccessible(page);
  });
}
