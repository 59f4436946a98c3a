# Letters to the person a case is about: what was decided, and why. Plain words first, the article of the law after them.

letter-receipt-title = Vi har fått henvendelsen din
letter-extension-title = Vi trenger mer tid
letter-clarification-title = Vi trenger svar fra deg
letter-granted-title = Her er opplysningene vi fant om deg
letter-partly-title = Du får se opplysninger om deg, men ikke alle
letter-refused-title = Du får ikke innsyn
letter-nothing-title = Vi fant ingen opplysninger om deg
letter-supplement-title = Et nytt svar på henvendelsen din
letter-rectified-title = Vi har rettet opplysningene om deg
letter-partly-rectified-title = Vi har rettet noe av det du ba om
letter-not-rectified-title = Vi retter ikke det du ba om
letter-nothing-to-rectify-title = Vi fant ikke noe å rette
letter-erased-title = Svar på kravet ditt om sletting
letter-partly-erased-title = Noe av det du ba om, er slettet eller sperret
letter-not-erased-title = Vi sletter ikke det du ba om
letter-nothing-to-erase-title = Vi fant ikke noe å slette
letter-lifted-title = Vi begynner å bruke opplysningene igjen
letter-request-refused-title = Vi gjør ikke det du ba om
letter-request-refused = Vi sier nei til kravet ditt om { $right }.

letter-right-access = innsyn
letter-right-rectification = retting
letter-right-erasure = sletting

letter-reference = Saksnummer { $reference }. Oppgi det når du kontakter oss.
letter-received = Vi fikk henvendelsen din { $date } kl. { $time }.
letter-on-behalf = Du har sendt henvendelsen for en annen person. Når vi skriver «opplysninger om deg» i brevet, mener vi opplysninger om den personen.
letter-dated = Brevet er datert { $date }.
letter-due = Du får svar på kravet om { $right } senest { $date }.
letter-steps = Hva skjer nå?
letter-steps-systems = { $count ->
    [one] Vi spør ett system i kommunen. Når det har svart, får du svar fra oss.
   *[other] Vi spør { $count } systemer i kommunen. Når de har svart, får du svar fra oss.
}
letter-steps-follow = Du kan følge saken på Min side. Der kan du også trekke henvendelsen. Det koster ingenting å be om dette.

letter-extension-dates = Du skulle fått svar på kravet om { $right } senest { $was }. Ny frist er { $is }.
letter-extension-law = Loven gir oss inntil to måneder ekstra når det er nødvendig fordi henvendelsen er komplisert eller du har sendt flere (personvernforordningen artikkel 12 nr. 3).
letter-extension-amount = Grunnen er at det er svært mange opplysninger å gå gjennom.
letter-extension-retrieval = Grunnen er at opplysningene er lagret slik at de er vanskelige å finne og samle.
letter-extension-redaction = Grunnen er at vi må ta ut det som handler om andre, før du kan få opplysningene dine.
letter-extension-explanation = Grunnen er at opplysningene må forklares for at de skal kunne forstås.
letter-extension-many-requests = Grunnen er at du har sendt oss flere henvendelser som må behandles samtidig.

letter-clarification-identity = Vi er i tvil om hvem som har sendt henvendelsen, og må være sikre før vi gir ut noe (personvernforordningen artikkel 12 nr. 6).
letter-clarification-authority = Vi må vite at du kan be om dette for en annen person.
letter-clarification-scope = Kommunen har svært mange opplysninger om deg. Hva vil du vite noe om? Du kan også svare at du vil ha alt (personvernforordningen, fortalen punkt 63).
letter-clarification-question = Spørsmålet vårt:
letter-clarification-clock = Fristen for kravet om { $right } står stille fra { $date } til vi får svar fra deg.
letter-clarification-answer = Svar på Min side, i saken din.

letter-granted = Du får alt det vi har om deg i systemene vi har lett i.
letter-partly = Du får en del av opplysningene vi har om deg. Resten får du ikke. Grunnen står under.
letter-refused = Vi har opplysninger om deg som du ikke får se. Grunnen står under.
letter-nothing = Vi har ingen opplysninger om deg i systemene vi har lett i.
letter-systems-asked = { $count ->
    [one] Vi har lett i ett system.
   *[other] Vi har lett i { $count } systemer.
}
letter-supplement = Da du fikk det første svaret, manglet det noe. Her er det som har kommet siden.
letter-supplement-nothing = Da du fikk det første svaret, manglet det noe. Nå har vi lett der også, og fant ikke mer om deg.
letter-supplement-refused = Da du fikk det første svaret, manglet det noe. Nå har vi lett der også. Det vi fant, får du ikke se. Grunnen står under.
letter-automatic = Svaret er laget av et dataprogram. Ingen ansatt har vurdert det. Programmet svarer når alle systemene har svart og ingenting må vurderes av et menneske først. Det kan ikke si nei. Du kan be om at en ansatt ser på saken. Regelen heter { $rule }.
letter-words = Fra saksbehandleren:
letter-delivery = Du kan se opplysningene og laste dem ned på Min side til og med { $date }. Etter det sletter vi kopien vi laget til deg. Opplysningene i systemene blir ikke slettet.

letter-grounds = Hvorfor får du ikke alt?
letter-grounds-refused = Hvorfor får du ikke innsyn?
letter-grounds-request = Hvorfor gjør vi ikke det du ba om?
letter-ground-popplyl-16-1-a = Opplysningene kan ha noe å si for forsvaret, rikets sikkerhet eller forholdet til andre land, og kan unntas etter offentleglova § 20 eller § 21. Det står i personopplysningsloven § 16 første ledd bokstav a.
letter-ground-popplyl-16-1-b = Dette må vi holde hemmelig for å kunne hindre lovbrudd, eller for at de skal bli oppklart og straffet. Det står i personopplysningsloven § 16 første ledd bokstav b.
letter-ground-popplyl-16-1-c = Vi mener at du ikke bør få vite dette. Det er av hensyn til helsen din, eller forholdet til noen som står deg nær. Det står i personopplysningsloven § 16 første ledd bokstav c. En som representerer deg, kan be om å få vite det, og får det hvis ikke særlige grunner taler mot det.
letter-ground-popplyl-16-1-d = Vi har taushetsplikt om dette, også overfor deg. Det vil si at vi ikke har lov til å gi det ut. Det står i personopplysningsloven § 16 første ledd bokstav d. Taushetsplikten står i { $text }.
letter-ground-popplyl-16-1-e = Dette finnes bare i tekst som kommunen har laget for å forberede saker internt, og som ingen andre har fått. Vi må holde det tilbake for å kunne arbeide forsvarlig med saken. Det står i personopplysningsloven § 16 første ledd bokstav e.
letter-ground-popplyl-16-1-f = Det ville være klart i strid med viktige interesser, for noen eller for samfunnet, å gi deg dette. Det står i personopplysningsloven § 16 første ledd bokstav f. Dette er hensynene: { $text }
letter-ground-popplyl-17 = Opplysningene brukes bare til arkiv, forskning eller statistikk. Å gjøre det du ber om, ville kreve altfor mye arbeid eller hindre at vi når målet. Det står i personopplysningsloven § 17.
letter-ground-gdpr-15-4 = En kopi til deg ville gå ut over andres rettigheter og friheter. Det står i personvernforordningen artikkel 15 nr. 4.
letter-ground-gdpr-16 = Vi har undersøkt opplysningene, og mener at de er riktige og fullstendige. Da har du ikke rett til å få dem endret etter personvernforordningen artikkel 16. Dette er grunnen: { $text }
letter-ground-gdpr-17-1 = Loven gir ikke rett til sletting her. Det står i personvernforordningen artikkel 17 nr. 1. Dette er grunnen: { $text }
letter-ground-gdpr-17-3-a = Opplysningene trengs av hensyn til retten alle har til å ytre seg og få informasjon. Det står i personvernforordningen artikkel 17 nr. 3 bokstav a.
letter-ground-gdpr-17-3-b = Kommunen må ha opplysningene for å gjøre det vi har plikt til etter loven, en oppgave for fellesskapet eller noe vi har myndighet til. Det står i personvernforordningen artikkel 17 nr. 3 bokstav b.
letter-ground-gdpr-17-3-c = Opplysningene trengs for å ta vare på folkehelsen. Det står i personvernforordningen artikkel 17 nr. 3 bokstav c.
letter-ground-gdpr-17-3-d = Opplysningene trengs til arkiv for allmennheten, til forskning eller til statistikk. Sletter vi dem, blir det umulig eller svært vanskelig. Det står i personvernforordningen artikkel 17 nr. 3 bokstav d.
letter-ground-gdpr-17-3-e = Opplysningene trengs for å avgjøre hvem som har rett i en sak, nå eller senere. Loven kaller det et rettskrav. Det står i personvernforordningen artikkel 17 nr. 3 bokstav e.
letter-ground-arkivlova-13 = Opplysningene er en del av kommunens arkiv. Vi har ikke lov til å slette dem der. Det står i loven om arkiver (arkivlova § 13). Se også personvernforordningen artikkel 17 nr. 3 bokstav b.
letter-ground-gdpr-12-5-unfounded = Kravet er åpenbart grunnløst. Da kan vi si nei etter personvernforordningen artikkel 12 nr. 5. Dette er grunnen: { $text }
letter-ground-gdpr-12-5-excessive = Kravet er åpenbart overdrevent. Da kan vi si nei etter personvernforordningen artikkel 12 nr. 5. Dette er grunnen: { $text }
letter-ground-gdpr-12-5-repetitive = Kravet er overdrevent fordi det gjentar tidligere krav. Da kan vi si nei etter personvernforordningen artikkel 12 nr. 5. Dette er grunnen: { $text }

letter-gaps = Hva mangler ennå?
letter-gaps-text = { $count ->
    [one] Ett system er ikke med i svaret ennå. Du får et nytt svar når det er klart.
   *[other] { $count } systemer er ikke med i svaret ennå. Du får et nytt svar når de er klare.
}
letter-gap = { $system }: vi er ikke ferdige her. Du hører fra oss senest { $date }.

letter-facts = Om opplysningene
letter-facts-text = For hvert system forteller vi hva opplysningene brukes til, hvilke det er, hvem som får dem, hvor lenge de lagres, hvor de kommer fra, om noe avgjøres uten mennesker, og om de sendes ut av Europa (EØS). Det står i personvernforordningen artikkel 15 nr. 1 og 2.
letter-facts-where = Du finner dette på siden «Om opplysningene» i pakken.
letter-fact-controller = Ansvarlig
letter-fact-purposes = Hva de brukes til
letter-fact-categories = Hvilke opplysninger
letter-fact-recipients = Hvem som får dem
letter-fact-storage = Hvor lenge de lagres
letter-fact-source = Hvor de kommer fra
letter-fact-unknown = Det har vi ikke registrert. Spør oss, så finner vi det ut.
letter-fact-automated = Avgjørelser uten mennesker
letter-fact-transfers = Sendes ut av Europa (EØS)
letter-fact-safeguards = Slik er de sikret der
letter-fact-legal-bases = Hvorfor det er lov

letter-rights = Rettighetene dine
letter-rights-text = Er noe feil, kan du be oss rette det. Du kan også be oss slette opplysninger eller begrense bruken av dem. Og du kan protestere mot at vi bruker dem (personvernforordningen artikkel 16, 17, 18 og 21).
letter-complaint = Hvis du er uenig
letter-complaint-datatilsynet = Du kan klage til Datatilsynet (personvernforordningen artikkel 77). Se datatilsynet.no eller ring 22 39 69 00.
letter-complaint-statsforvalteren = Gjelder det retting eller sletting i en pasientjournal, kan du klage til statsforvalteren (helsepersonelloven §§ 42 og 43). Send klagen til oss, så sender vi den videre hvis vi ikke er enige.
letter-remedy = Du kan også ta saken til domstolene (personvernforordningen artikkel 79).
letter-law = Personvernforordningen er EUs lov om personvern. Den norske loven heter personopplysningsloven.
letter-ombud = Personvernombudet kan gi deg råd: { $contact }.
letter-ombud-plain = Personvernombudet i kommunen kan gi deg råd.

letter-changes = Dette er gjort i hvert system
letter-change-supplement = Da du fikk det første svaret, manglet det noe. Her er svaret for resten.
letter-changed = Vi har vurdert kravet ditt om { $right }. Under står det hva som er gjort for hvert system.
letter-change-rectify = { $system }: Opplysningene er rettet. Må kommunen ta vare på det som sto der før, er det ikke borte, men merket som rettet (arkivforskriften § 11; for pasientjournaler helsepersonelloven § 42).
letter-change-supplemented = { $system }: Det er lagt til en merknad om hva du mener er riktig.
letter-change-erased = { $system }: Opplysningene er slettet.
letter-change-anonymised = { $system }: Opplysningene er gjort anonyme. Det går ikke lenger an å se at de handler om deg.
letter-change-restricted = { $system }: Opplysningene er sperret. De blir lagret, men ikke brukt.
letter-change-retained = { $system }: Opplysningene er ikke slettet. { $ground }
letter-change-referred = { $system }: Nasjonalarkivet må avgjøre om opplysningene kan slettes (arkivlova § 13). Vi har sendt saken dit.
letter-change-refused = { $system }: Vi har ikke gjort det du ba om. { $ground }
letter-change-noted = { $system }: Vi har ikke endret noe. { $ground } Vi har lagt til en merknad om hva du mener er riktig.
letter-change-nothing = { $system }: Her finnes ikke opplysningene du skriver om.
letter-note = Er du uenig i det vi ikke retter, kan du be om en merknad om hva du mener er riktig.
letter-journal-noted = Kravet ditt og grunnen til at vi sier nei, blir skrevet inn i pasientjournalen (helsepersonelloven §§ 42 og 43).
letter-recipients = Har vi gitt opplysningene til andre, sier vi fra til dem, hvis det ikke er umulig eller krever uforholdsmessig mye arbeid (personvernforordningen artikkel 19). Du kan be om å få vite hvem de er.
letter-nothing-found = Vi fant ikke opplysningene du skriver om, i noen av systemene vi har spurt. Derfor er det ingenting vi kan rette eller slette.

letter-lifted = Mens vi så på saken, var opplysningene sperret. Fra { $date } blir de brukt igjen i disse systemene (personvernforordningen artikkel 18 nr. 3):
letter-sent-authority = { $name } viser at jeg kan spørre for en annen.
letter-sent-evidence = { $name } viser at dette er feil: { $what }
