# Letters to the person a case is about: what was decided, and why. Plain words first, the article of the law after them.

letter-receipt-title = Vi har fått henvendelsen din
letter-extension-title = Vi trenger mer tid
letter-clarification-title = Vi trenger svar fra deg
letter-granted-title = Her er opplysningene kommunen har om deg
letter-partly-title = Du får se mye av det kommunen har om deg, men ikke alt
letter-refused-title = Du får ikke innsyn
letter-nothing-title = Vi fant ingen opplysninger om deg
letter-supplement-title = Her er mer av svaret ditt
letter-rectified-title = Vi retter opplysningene om deg
letter-partly-rectified-title = Vi retter noe av det du ba om
letter-not-rectified-title = Vi retter ikke det du ba om
letter-nothing-to-rectify-title = Vi fant ikke noe å rette
letter-erased-title = Vi sletter opplysningene om deg
letter-partly-erased-title = Vi sletter noe av det du ba om
letter-not-erased-title = Vi sletter ikke det du ba om
letter-nothing-to-erase-title = Vi fant ikke noe å slette
letter-lifted-title = Vi begynner å bruke opplysningene igjen
letter-request-refused-title = Vi gjør ikke det du ba om

letter-right-access = innsyn
letter-right-rectification = retting
letter-right-erasure = sletting

letter-reference = Saksnummer { $reference }. Oppgi det når du kontakter oss.
letter-received = Vi fikk henvendelsen din { $date } kl. { $time }.
letter-dated = Brevet er datert { $date }.
letter-due = Du får svar på kravet om { $right } senest { $date }.
letter-steps = Hva skjer nå?
letter-steps-systems = { $count ->
    [one] Vi spør ett system i kommunen. Du får vite hva det har om deg.
   *[other] Vi spør { $count } systemer i kommunen. Du får vite hva de har om deg.
}
letter-steps-follow = Du kan følge saken på Min side. Der kan du også trekke henvendelsen. Det koster ingenting.

letter-extension-dates = Du skulle fått svar senest { $was }. Ny frist er { $is }.
letter-extension-law = Loven gir oss inntil to måneder ekstra når en henvendelse er komplisert (personvernforordningen artikkel 12 nr. 3).
letter-extension-amount = Grunnen er at det er svært mange opplysninger å gå gjennom.
letter-extension-retrieval = Grunnen er at opplysningene er lagret slik at de er vanskelige å finne og samle.
letter-extension-redaction = Grunnen er at vi må ta ut opplysninger om andre før du kan få dem.
letter-extension-explanation = Grunnen er at opplysningene må forklares for at de skal kunne forstås.
letter-extension-many-requests = Grunnen er at du har sendt oss flere henvendelser som må behandles samtidig.

letter-clarification-identity = Vi er i tvil om hvem som har sendt henvendelsen, og må være sikre før vi gir ut noe (personvernforordningen artikkel 12 nr. 6).
letter-clarification-authority = Vi må vite at du kan be om dette for en annen person.
letter-clarification-scope = Kommunen har svært mange opplysninger om deg. Fortell oss gjerne hva du helst vil vite noe om (personvernforordningen, fortalen punkt 63).
letter-clarification-question = Spørsmålet vårt:
letter-clarification-clock = Fristen vår står stille fra { $date } til vi får svar fra deg.
letter-clarification-answer = Svar på Min side, i saken din.

letter-granted = Du får alt det vi har om deg i systemene vi har lett i.
letter-partly = Du får det meste av det vi har om deg. Noe får du ikke. Grunnen står under.
letter-refused = Vi har opplysninger om deg som du ikke får se. Grunnen står under.
letter-nothing = Vi behandler ingen opplysninger om deg i systemene vi har lett i.
letter-systems-asked = { $count ->
    [one] Vi har lett i ett system.
   *[other] Vi har lett i { $count } systemer.
}
letter-supplement = Da du fikk det første svaret, manglet det noe. Nå har det kommet.
letter-supplement-nothing = Da du fikk det første svaret, manglet det noe. Nå har vi lett der også, og fant ikke mer om deg.
letter-automatic = Avgjørelsen er tatt av et dataprogram etter faste regler, uten at en ansatt har vurdert den. Regelen heter { $rule }. Du kan be om at en ansatt ser på saken.
letter-words = Fra saksbehandleren:
letter-delivery = Du kan se opplysningene og laste dem ned på Min side til og med { $date }. Da sletter vi det vi har samlet inn til svaret. Opplysningene i systemene blir ikke slettet.

letter-grounds = Hvorfor får du ikke alt?
letter-ground-popplyl-16-1-a = Opplysningene har betydning for Norges utenrikspolitiske interesser eller forsvar (personopplysningsloven § 16 første ledd bokstav a).
letter-ground-popplyl-16-1-b = Opplysningene må holdes hemmelige for å forebygge, etterforske, avsløre eller straffeforfølge lovbrudd (personopplysningsloven § 16 første ledd bokstav b).
letter-ground-popplyl-16-1-c = Vi mener at det ikke er tilrådelig at du får vite dette, av hensyn til helsen din eller forholdet til noen som står deg nær (personopplysningsloven § 16 første ledd bokstav c). En representant for deg kan få vite det, hvis du ber om det.
letter-ground-popplyl-16-1-d = Opplysningene er taushetsbelagte (personopplysningsloven § 16 første ledd bokstav d). Taushetsplikten står i { $text }.
letter-ground-popplyl-16-1-e = Opplysningene finnes bare i tekst som kommunen har laget for å forberede saker internt (personopplysningsloven § 16 første ledd bokstav e).
letter-ground-popplyl-16-1-f = Det vil være i strid med åpenbare og grunnleggende private eller offentlige interesser å gi deg opplysningene (personopplysningsloven § 16 første ledd bokstav f). Dette er hensynene: { $text }
letter-ground-popplyl-17 = Opplysningene brukes bare til arkiv, forskning eller statistikk, og unntaket i personopplysningsloven § 17 gjelder.
letter-ground-gdpr-15-4 = Kopien ville gå ut over andres rettigheter og friheter (personvernforordningen artikkel 15 nr. 4).
letter-ground-gdpr-17-3-a = Opplysningene er nødvendige for ytrings- og informasjonsfriheten (personvernforordningen artikkel 17 nr. 3 bokstav a).
letter-ground-gdpr-17-3-b = Kommunen må ha opplysningene for å oppfylle en plikt i loven eller utføre en oppgave for fellesskapet (personvernforordningen artikkel 17 nr. 3 bokstav b).
letter-ground-gdpr-17-3-c = Opplysningene er nødvendige av hensyn til folkehelsen (personvernforordningen artikkel 17 nr. 3 bokstav c).
letter-ground-gdpr-17-3-d = Opplysningene er nødvendige for arkiv, forskning eller statistikk (personvernforordningen artikkel 17 nr. 3 bokstav d).
letter-ground-gdpr-17-3-e = Opplysningene er nødvendige for å fastsette, gjøre gjeldende eller forsvare et rettskrav (personvernforordningen artikkel 17 nr. 3 bokstav e).
letter-ground-arkivlova-13 = Kommunen må etter arkivlova § 13 ta vare på det som er skrevet ned. Da kan vi ikke slette det, men vi kan sperre det, så det ikke brukes mer.
letter-ground-gdpr-12-5-unfounded = Henvendelsen er åpenbart grunnløs (personvernforordningen artikkel 12 nr. 5). Dette er grunnen: { $text }
letter-ground-gdpr-12-5-excessive = Henvendelsen er åpenbart overdreven (personvernforordningen artikkel 12 nr. 5). Dette er grunnen: { $text }
letter-ground-gdpr-12-5-repetitive = Henvendelsen er overdreven fordi den gjentar tidligere henvendelser (personvernforordningen artikkel 12 nr. 5). Dette er grunnen: { $text }

letter-gaps = Hva mangler ennå?
letter-gaps-text = { $count ->
    [one] Ett system er ikke med i svaret ennå. Du får resten i en egen pakke.
   *[other] { $count } systemer er ikke med i svaret ennå. Du får resten i en egen pakke.
}
letter-gap-not-answered = { $system }: har ikke svart. Vi venter svar senest { $date }.
letter-gap-unsure = { $system }: vi er ikke sikre på at opplysningene handler om deg. Vi venter å vite det senest { $date }.
letter-gap-not-reviewed = { $system }: vi går gjennom opplysningene. Vi regner med å være ferdige senest { $date }.

letter-facts = Om opplysningene
letter-facts-text = For hvert system forteller vi hva opplysningene brukes til, hvilke det er, hvem som får dem, hvor lenge de lagres, hvor de kommer fra, om noe avgjøres uten mennesker, og om de sendes ut av EØS (personvernforordningen artikkel 15 nr. 1 og 2).
letter-fact-controller = Ansvarlig
letter-fact-purposes = Hva de brukes til
letter-fact-categories = Hvilke opplysninger
letter-fact-recipients = Hvem som får dem
letter-fact-storage = Hvor lenge de lagres
letter-fact-source = Hvor de kommer fra
letter-fact-source-unknown = Det er ikke registrert.
letter-fact-automated = Avgjørelser uten mennesker
letter-fact-automated-none = Ingen.
letter-fact-transfers = Sendes ut av EØS
letter-fact-transfers-none = Nei.
letter-fact-safeguards = Slik er de sikret der
letter-fact-legal-bases = Hvorfor kommunen har lov

letter-rights = Rettighetene dine
letter-rights-text = Er noe feil, kan du be oss rette det. Du kan også be oss slette opplysninger, begrense bruken av dem, eller protestere mot bruken (personvernforordningen artikkel 16, 17, 18 og 21).
letter-complaint = Hvis du er uenig
letter-complaint-datatilsynet = Du kan klage til Datatilsynet (personvernforordningen artikkel 77). Se datatilsynet.no eller ring 22 39 69 00.
letter-complaint-statsforvalteren = Gjelder det retting eller sletting i en pasientjournal, kan du klage til statsforvalteren (helsepersonelloven §§ 42 og 43). Send klagen til oss, så sender vi den videre hvis vi ikke er enige.
letter-remedy = Du kan også ta saken til domstolene (personvernforordningen artikkel 79).
letter-ombud = Personvernombudet kan gi deg råd: { $contact }.
letter-ombud-plain = Personvernombudet i kommunen kan gi deg råd.

letter-changes = Dette er bestemt for hvert system
letter-change-rectify = { $system }: opplysningene er rettet. Det som sto der før, er ikke borte, men merket som rettet (arkivforskriften § 11).
letter-change-supplemented = { $system }: det er lagt til en erklæring om hva du mener er riktig.
letter-change-erased = { $system }: opplysningene er slettet.
letter-change-anonymised = { $system }: opplysningene er gjort anonyme. Det går ikke lenger an å se at de handler om deg.
letter-change-restricted = { $system }: opplysningene er sperret. De blir lagret, men ikke brukt.
letter-change-retained = { $system }: opplysningene er ikke slettet. { $ground }
letter-change-referred = { $system }: Nasjonalarkivet må avgjøre om opplysningene kan slettes (arkivlova § 13). Vi har sendt saken dit.
letter-change-refused = { $system }: { $ground }
letter-change-nothing = { $system }: har ingenting om deg.
letter-note = Er du fortsatt uenig, kan du be om at det blir notert hva du mener er riktig.
letter-recipients = Vi sier fra til dem som har fått opplysningene fra oss, hvis det er mulig (personvernforordningen artikkel 19). Du kan be om å få vite hvem de er.
letter-nothing-found = Vi fant ikke opplysningene du ba om å få rettet eller slettet. Derfor er det ikke noe å gjøre (personvernforordningen artikkel 12 nr. 4).

letter-lifted = Mens vi så på saken, ble ikke opplysningene brukt. Fra { $date } blir de brukt igjen i disse systemene (personvernforordningen artikkel 18 nr. 3):
