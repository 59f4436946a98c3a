// What a screen reader hears on a citizen's pages, in the order in which it matters.

import { expect, isAt, logIn, openFirst, test, untilSaid } from "../own-demo.mjs";

const hears = (page, snapshot) => expect(page.getByRole("main")).toMatchAriaSnapshot(snapshot);

test("one's cases, an open one, its receipt and its letter", async ({ page }) => {
  await logIn(page, "arne");
  await hears(page, `
    - main:
      - heading "Mine saker" [level=1]
      - paragraph:
        - link "Ny henvendelse"
      - list:
        - listitem:
          - heading "Innsyn" [level=2]
          - paragraph: /Sak \\d+-\\d+/
          - paragraph: Vi arbeider med saken
          - paragraph: /Mottatt/
          - paragraph: /Du får svar senest/
  `);
  const path = await openFirst(page);
  await hears(page, `
    - main:
      - heading /Innsyn – sak/ [level=1]
      - paragraph: Vi arbeider med saken
      - region "Dette skjer nå":
        - heading "Dette skjer nå" [level=2]
        - paragraph: /systemer har svart/
        - status
      - heading "Det du har bedt om" [level=2]
      - term: Innsyn
      - definition: /Du får svar senest/
      - region "Meldinger":
        - heading "Meldinger" [level=2]
        - textbox "Skriv til oss"
        - button "Legg ved filer"
        - paragraph:
          - button "Send meldingen"
      - region "Dette har skjedd":
        - list:
          - listitem:
            - paragraph:
              - link "Vi har fått henvendelsen din"
          - listitem:
            - paragraph: Vi fikk henvendelsen din.
      - heading "Hva vi tar vare på" [level=2]
      - group: Trekk henvendelsen
  `);
  await page.goto(`${path}/kvittering`);
  await hears(page, `
    - main:
      - heading "Vi har fått henvendelsen din" [level=1]
      - term: Saksnummer
      - definition: /\\d+-\\d+/
      - term: Mottatt
      - term: Du har bedt om
      - definition: Innsyn
      - paragraph:
        - strong: /Du får svar senest/
      - paragraph: /Loven gir oss én måned/
      - heading "Dette skjer nå" [level=2]
      - paragraph:
        - link "Følg saken"
        - link "Til mine saker"
        - button "Skriv ut"
  `);
  await page.goto(`${path}/brev/1`);
  await hears(page, `
    - main:
      - heading "Vi har fått henvendelsen din" [level=1]
      - paragraph: /Sendt/
      - paragraph: /Saksnummer/
      - paragraph: /Du får svar på kravet om innsyn senest/
      - heading "Hva skjer nå?" [level=2]
      - paragraph:
        - link "Til saken"
        - button "Skriv ut"
  `);
  await page.goto("/min-side/profil");
  await hears(page, `
    - main:
      - heading "Profilen din" [level=1]
      - heading "Hvordan vil du ha beskjed?" [level=2]
      - group "Vil du ha en e-post når det er noe nytt?":
        - radio "Ja, send meg en e-post"
        - radio "Nei, jeg følger med selv" [checked]
      - heading "Språk og utseende" [level=2]
      - heading "Hva Min side har lagret om deg" [level=2]
  `);
});

test("what is wrong in a form is heard first, and leads to the field", async ({ page }) => {
  await logIn(page, "jonas", "/min-side/ny");
  await isAt(page, "Hva vil du?");
  await page.getByRole("button", { name: "Neste", exact: true }).click();
  await hears(page, `
    - main:
      - heading "Hva vil du?" [level=1]
      - group "Én ting må rettes før du kan gå videre":
        - heading "Én ting må rettes før du kan gå videre" [level=2]
        - list:
          - listitem:
            - link "Hva vil du? Velg minst ett av svarene."
      - group "Velg ett eller flere svar":
        - checkbox "Se hva kommunen har om meg" [invalid]
        - paragraph: "Feil: Velg minst ett av svarene."
  `);
  await page.getByRole("link", { name: "Hva vil du? Velg minst ett av svarene." }).click();
  await expect(page.getByLabel("Se hva kommunen har om meg")).toBeFocused();
});

test("what the municipality asks", async ({ page }) => {
  await logIn(page, "piotr");
  await openFirst(page);
  await hears(page, `
    - main:
      - heading /Innsyn – sak/ [level=1]
      - region "Dette skjer nå":
        - heading "Dette skjer nå" [level=2]
        - heading "Vi trenger svar fra deg" [level=3]
        - paragraph: /Fristen står stille til du har svart/
        - paragraph:
          - link "Vi trenger svar fra deg"
        - heading "Svar på spørsmålet vårt" [level=3]
        - textbox "Svaret ditt"
        - button "Legg ved filer"
        - paragraph:
          - button "Send svaret"
      - term: Innsyn
      - definition: /Fristen har stått stille siden/
  `);
});

test("an answer in part: why, what is missing, how to complain, and then the data", async ({ page }) => {
  await logIn(page, "leif");
  await untilSaid(page, "Du har fått en del av svaret.");
  const path = await openFirst(page);
  await hears(page, `
    - main:
      - region "Svaret er klart":
        - heading "Svaret er klart" [level=2]
        - heading "Innsyn" [level=3]
        - paragraph: Du har fått noe av det du ba om. Brevet forklarer resten.
        - paragraph:
          - link "Du får se opplysninger om deg, men ikke alle"
        - heading "Hva er holdt tilbake, og hvorfor" [level=4]
        - list:
          - listitem: /En kopi til deg ville gå ut over andres rettigheter/
        - heading "Dette mangler ennå" [level=4]
        - list:
          - listitem: /Du hører fra oss senest/
        - group: Slik klager du
        - paragraph:
          - link "Se opplysningene"
          - link "Last ned alt"
  `);
  await page.goto(`${path}/opplysninger/1/1`);
  await hears(page, `
    - main:
      - heading "Byggesak" [level=1]
      - region "Noe er tatt ut":
        - heading "Noe er tatt ut" [level=2]
      - region "Opplysninger":
        - heading "Opplysninger" [level=2]
        - article:
          - heading "Tegninger" [level=3]
          - term: saksnummer
          - definition:
            - button "Er dette feil? saksnummer"
          - button "Vil du ha dette slettet? Tegninger"
      - region "Filer":
        - heading "Filer" [level=2]
        - list:
          - listitem:
            - link /vedtak.pdf/
            - button "Er dette feil? Vedtak fra Plan- og bygningsetaten"
            - button "Vil du ha dette slettet? Vedtak fra Plan- og bygningsetaten"
      - region "Om systemet":
        - heading "Om systemet" [level=2]
        - term: Ansvarlig
  `);
  await page.goto(`${path}/oppslag`);
  await hears(page, `
    - main:
      - heading "Hvem har sett på saken din" [level=1]
      - region "Så på saken":
        - table:
          - rowgroup:
            - row:
              - columnheader "Når"
              - columnheader "Hvem"
              - columnheader "Hva"
              - columnheader "Hvorfor"
      - heading "Hvem har sett på opplysningene i systemene" [level=2]
  `);
});
