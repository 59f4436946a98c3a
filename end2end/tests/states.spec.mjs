// A citizen's pages as few see them: with 400 systems, with the longest texts, on the narrowest screen (which a wide one is when
// it is magnified to 400 %), in the dark, and on paper.

import { expect, expectAccessible, isAt, logIn, next, openFirst, test, toOverview, untilAnswered, untilSaid } from "../own-demo.mjs";

// WCAG 2.1, 1.4.10: 1280 by 1024 pixels, magnified four times.
const MAGNIFIED = { width: 320, height: 256 };
const LONG = `${"ord uten mellomrom ".repeat(20)}${"æøå".repeat(300)} \u202ebaklengs\u202c 👩‍👩‍👧 ${"b".repeat(900)}`;

// Whom a caseworker of the demo decides for, how «Mine saker» says so, and the pages below that of the case.
const DECIDED = [
  ["ingrid", "Du har fått svar", ["/henvendelse", "/brev/2", "/brev/3"]],
  ["leif", "Du har fått en del av svaret. Resten kommer senere.", ["/brev/2", "/opplysninger/1", "/opplysninger/1/1", "/oppslag"]],
  ["astrid", "Avsluttet", ["/brev/2", "/opplysninger/1"]],
];

async function expectDecided(page, until, pages) {
  await untilSaid(page, until);
  await expectAccessible(page);
  const path = await openFirst(page);
  await expectAccessible(page);
  for (const below of pages) {
    await page.goto(`${path}${below}`);
    await expectAccessible(page);
  }
}

test.describe("with 400 systems", () => {
  test.use({ systems: "400" });

  test("every page of an answer is accessible", async ({ page }) => {
    test.slow();
    await logIn(page, "leif");
    await expectDecided(page, ...DECIDED.find(([who]) => who === "leif").slice(1));
  });

  test("every page of a case is accessible", async ({ page }) => {
    test.slow();
    await logIn(page, "arne");
    await openFirst(page);
    await expect(page.getByText(/av (399|400) systemer har svart/).first()).toBeVisible();
    await expectAccessible(page);
    const path = new URL(page.url()).pathname;
    for (const below of ["/kvittering", "/brev/1", "/henvendelse", "/oppslag"]) {
      await page.goto(`${path}${below}`);
      await expectAccessible(page);
    }
    await page.goto("/min-side/ny");
    await page.getByLabel("Se hva kommunen har om meg").check();
    await page.getByLabel("Slette noe").check();
    await next(page);
    await page.getByLabel("Meg selv").check();
    await next(page);
    await page.getByLabel("Overalt").check();
    await next(page);
    await page.getByLabel("Hva vil du at vi skal slette?").fill("Alt");
    await next(page);
    await toOverview(page);
    await expectAccessible(page);
    await expect(page.getByText(/^\d+ av systemene har opplysninger som vi må ta vare på/)).toBeVisible();
    await page.getByRole("link", { name: "Se hvilke systemer vi spør, og hva de er til" }).click();
    await isAt(page, "Systemene vi spør");
    await expect(page.getByText("Dette kan vi som regel ikke slette.").first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Neste side" }).click();
    await expect(page.getByText(/^Viser 21 til 40 av/)).toBeVisible();
    await page.getByRole("link", { name: "Tilbake til oversikten" }).click();
    await isAt(page, "Se over og send");
    await page.goto("/hva-vi-har");
    await expect(page.locator(".register__entry")).toHaveCount(20);
    await expectAccessible(page);
    await page.getByRole("link", { name: "Neste side" }).click();
    await expect(page.getByText(/^Viser 21 til 40 av/)).toBeVisible();
    await page.getByRole("searchbox").fill("journal");
    await page.getByRole("button", { name: "Søk", exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: "passer med det du skrev" })).toBeVisible();
    await expectAccessible(page);
  });
});

test("nothing is cut or covered on the narrowest screen, however long the texts are", async ({ page }) => {
  test.slow();
  await logIn(page, "jonas");
  await page.setViewportSize(MAGNIFIED);
  await page.goto("/min-side/ny");
  for (const right of ["Rette noe som er feil", "Slette noe"]) await page.getByLabel(right).check();
  await expectAccessible(page);
  await next(page);
  await page.getByLabel("Meg selv").check();
  await next(page);
  await page.getByLabel("Bare noe bestemt").check();
  await page.getByLabel("Er det noe bestemt du leter etter?").fill(LONG);
  await expectAccessible(page);
  await next(page);
  for (const name of ["Hva er feil?", "Hva står det nå?", "Hva skulle det stått?", "Hvordan kan vi se at det er feil?"]) {
    await page.getByRole("textbox", { name }).fill(LONG);
  }
  const pdf = { name: `${"langt filnavn ".repeat(10)}${"x".repeat(60)}.pdf`, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") };
  await page.getByLabel("Legg ved det som viser at det er feil").setInputFiles(pdf);
  await page.getByRole("button", { name: "Lagre og skriv én feil til" }).click();
  await expectAccessible(page);
  await next(page);
  await page.getByLabel("Hva vil du at vi skal slette?").fill(LONG);
  await next(page);
  await page.getByLabel("Navn, også tidligere navn").fill(LONG);
  await next(page);
  await page.getByLabel("Nei").check();
  await next(page);
  await isAt(page, "Se over og send");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send henvendelsen" }).click();
  await isAt(page, "Vi har fått henvendelsen din");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Følg saken" }).click();
  await page.getByLabel("Skriv til oss").fill(LONG);
  await page.getByRole("button", { name: "Send meldingen" }).click();
  await expect(page.getByText("Meldingen er sendt.")).toBeVisible();
  await expectAccessible(page);
  for (const path of ["/min-side", "/min-side/profil", "/hva-vi-har/technical"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
});

for (const [how, settings] of [
  ["magnified to 400 %", { viewport: MAGNIFIED }],
  ["in the dark", { colorScheme: "dark" }],
]) {
  test.describe(how, () => {
    test.use(settings);

    test("the pages of an answer are accessible", async ({ page }) => {
      test.slow();
      await logIn(page, "emma");
      await untilAnswered(page);
      await expectAccessible(page);
      const path = await openFirst(page);
      for (const below of ["", "/opplysninger/1", "/opplysninger/1/1", "/oppslag", "/kvittering", "/brev/1", "/brev/2"]) {
        await page.goto(`${path}${below}`);
        await expectAccessible(page);
      }
      for (const step of ["", "/hvem", "/hvor", "/retting", "/sletting", "/finne", "/varsel", "/se-over"]) {
        await page.goto(`/min-side/ny${step}`);
        await expectAccessible(page);
      }
      for (const other of ["/min-side/profil", "/min-side/innlogging", "/hva-vi-har/technical"]) {
        await page.goto(other);
        await expectAccessible(page);
      }
    });

    test("what is asked, what was written and what is wrong in a form are accessible", async ({ page }) => {
      test.slow();
      await logIn(page, "piotr");
      await openFirst(page);
      await expectAccessible(page);
      await page.getByRole("button", { name: "Send svaret" }).click();
      await expect(page.getByRole("heading", { name: "Én ting må rettes før du kan gå videre" })).toBeVisible();
      await expectAccessible(page);
      await page.getByLabel("Svaret ditt").fill("Bare det siste.");
      await page.getByRole("button", { name: "Send svaret" }).click();
      await expect(page.getByText("Meldingen er sendt.")).toBeVisible();
      await expectAccessible(page);
    });

    for (const [who, until, pages] of DECIDED) {
      test(`what was decided for ${who} is accessible`, async ({ page }) => {
        await logIn(page, who);
        await expectDecided(page, until, pages);
      });
    }
  });
}

for (const [who, until, pages] of DECIDED.slice(1)) {
  test(`what was decided for ${who} is accessible in each language`, async ({ page }) => {
    test.slow();
    await logIn(page, who);
    await untilSaid(page, until);
    const path = await openFirst(page);
    for (const language of ["Nynorsk", "English"]) {
      await page.getByText(/^(Språk|Language): /).click();
      await page.getByRole("button", { name: language }).click();
      for (const below of ["", "/henvendelse", ...pages]) {
        await page.goto(`${path}${below}`);
        await expectAccessible(page);
      }
    }
  });
}

test("pages on paper are their text and nothing to press", async ({ page }) => {
  await logIn(page, "leif");
  await untilSaid(page, "Du har fått en del av svaret.");
  const path = await openFirst(page);
  await page.emulateMedia({ media: "print" });
  const pages = [
    ["/kvittering", ["Du får svar senest"]],
    ["/brev/1", ["Fjordvik kommune"]],
    ["", ["Dette har skjedd", "Dette mangler ennå"]],
    ["/henvendelse", ["Plan, bygg og eiendom"]],
    ["/opplysninger/1", ["Byggesak"]],
    ["/opplysninger/1/1", ["Saksnummer", "ferdig behandlet", "vedtak.pdf", "Noe er tatt ut"]],
    ["/oppslag", ["Saksbehandler, Dokumentsenteret"]],
  ];
  for (const [below, all] of pages) {
    await page.goto(`${path}${below}`);
    for (const said of all) await expect(page.getByText(said).first()).toBeVisible();
    const main = page.getByRole("main");
    for (const pressed of [main.getByRole("button"), main.getByRole("textbox"), page.getByRole("navigation")]) {
      expect(await pressed.evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent))).toEqual([]);
    }
  }
});
