# Letters to the person a case is about: what was decided, and why. Plain words first, the article of the law after them.

letter-receipt-title = Vi har fått førespurnaden din
letter-extension-title = Vi treng meir tid
letter-clarification-title = Vi treng svar frå deg
letter-granted-title = Her er opplysningane kommunen har om deg
letter-partly-title = Du får sjå mykje av det kommunen har om deg, men ikkje alt
letter-refused-title = Du får ikkje innsyn
letter-nothing-title = Vi fann ingen opplysningar om deg
letter-supplement-title = Her er meir av svaret ditt
letter-rectified-title = Vi rettar opplysningane om deg
letter-partly-rectified-title = Vi rettar noko av det du bad om
letter-not-rectified-title = Vi rettar ikkje det du bad om
letter-nothing-to-rectify-title = Vi fann ikkje noko å rette
letter-erased-title = Vi slettar opplysningane om deg
letter-partly-erased-title = Vi slettar noko av det du bad om
letter-not-erased-title = Vi slettar ikkje det du bad om
letter-nothing-to-erase-title = Vi fann ikkje noko å slette
letter-lifted-title = Vi tek til å bruke opplysningane igjen
letter-request-refused-title = Vi gjer ikkje det du bad om

letter-right-access = innsyn
letter-right-rectification = retting
letter-right-erasure = sletting

letter-reference = Saksnummer { $reference }. Oppgje det når du kontaktar oss.
letter-received = Vi fekk førespurnaden din { $date } kl. { $time }.
letter-dated = Brevet er datert { $date }.
letter-due = Du får svar på kravet om { $right } seinast { $date }.
letter-steps = Kva skjer no?
letter-steps-systems = { $count ->
    [one] Vi spør eitt system i kommunen. Du får vite kva det har om deg.
   *[other] Vi spør { $count } system i kommunen. Du får vite kva dei har om deg.
}
letter-steps-follow = Du kan følgje saka på Min side. Der kan du òg trekkje førespurnaden. Det kostar ingenting.

letter-extension-dates = Du skulle fått svar seinast { $was }. Ny frist er { $is }.
letter-extension-law = Lova gjev oss inntil to månader ekstra når ein førespurnad er komplisert (personvernforordninga artikkel 12 nr. 3).
letter-extension-amount = Grunnen er at det er svært mange opplysningar å gå gjennom.
letter-extension-retrieval = Grunnen er at opplysningane er lagra slik at dei er vanskelege å finne og samle.
letter-extension-redaction = Grunnen er at vi må ta ut opplysningar om andre før du kan få dei.
letter-extension-explanation = Grunnen er at opplysningane må forklarast for at dei skal kunne forståast.
letter-extension-many-requests = Grunnen er at du har sendt oss fleire førespurnader som må behandlast samstundes.

letter-clarification-identity = Vi er i tvil om kven som har sendt førespurnaden, og må vere sikre før vi gjev ut noko (personvernforordninga artikkel 12 nr. 6).
letter-clarification-authority = Vi må vite at du kan be om dette for ein annan person.
letter-clarification-scope = Kommunen har svært mange opplysningar om deg. Fortel oss gjerne kva du helst vil vite noko om (personvernforordninga, fortalen punkt 63).
letter-clarification-question = Spørsmålet vårt:
letter-clarification-clock = Fristen vår står stille frå { $date } til vi får svar frå deg.
letter-clarification-answer = Svar på Min side, i saka di.

letter-granted = Du får alt det vi har om deg i systema vi har leita i.
letter-partly = Du får det meste av det vi har om deg. Noko får du ikkje. Grunnen står under.
letter-refused = Vi har opplysningar om deg som du ikkje får sjå. Grunnen står under.
letter-nothing = Vi behandlar ingen opplysningar om deg i systema vi har leita i.
letter-systems-asked = { $count ->
    [one] Vi har leita i eitt system.
   *[other] Vi har leita i { $count } system.
}
letter-supplement = Då du fekk det første svaret, mangla det noko. No har det kome.
letter-supplement-nothing = Då du fekk det første svaret, mangla det noko. No har vi leita der òg, og fann ikkje meir om deg.
letter-automatic = Avgjerda er teken av eit dataprogram etter faste reglar, utan at ein tilsett har vurdert ho. Regelen heiter { $rule }. Du kan be om at ein tilsett ser på saka.
letter-words = Frå saksbehandlaren:
letter-delivery = Du kan sjå opplysningane og laste dei ned på Min side til og med { $date }. Då slettar vi det vi har samla inn til svaret. Opplysningane i systema blir ikkje sletta.

letter-grounds = Kvifor får du ikkje alt?
letter-ground-popplyl-16-1-a = Opplysningane har noko å seie for Noregs utanrikspolitiske interesser eller forsvar (personopplysningslova § 16 første ledd bokstav a).
letter-ground-popplyl-16-1-b = Opplysningane må haldast hemmelege for å førebyggje, etterforske, avsløre eller straffeforfølgje lovbrot (personopplysningslova § 16 første ledd bokstav b).
letter-ground-popplyl-16-1-c = Vi meiner at det ikkje er tilrådeleg at du får vite dette, av omsyn til helsa di eller forholdet til nokon som står deg nær (personopplysningslova § 16 første ledd bokstav c). Ein representant for deg kan få vite det, om du bed om det.
letter-ground-popplyl-16-1-d = Opplysningane er omfatta av teieplikt (personopplysningslova § 16 første ledd bokstav d). Teieplikta står i { $text }.
letter-ground-popplyl-16-1-e = Opplysningane finst berre i tekst som kommunen har laga for å førebu saker internt (personopplysningslova § 16 første ledd bokstav e).
letter-ground-popplyl-16-1-f = Det vil vere i strid med openberre og grunnleggjande private eller offentlege interesser å gje deg opplysningane (personopplysningslova § 16 første ledd bokstav f). Dette er omsyna: { $text }
letter-ground-popplyl-17 = Opplysningane blir berre brukte til arkiv, forsking eller statistikk, og unntaket i personopplysningslova § 17 gjeld.
letter-ground-gdpr-15-4 = Kopien ville gå ut over rettane og fridommane til andre (personvernforordninga artikkel 15 nr. 4).
letter-ground-gdpr-17-3-a = Opplysningane er nødvendige for ytrings- og informasjonsfridommen (personvernforordninga artikkel 17 nr. 3 bokstav a).
letter-ground-gdpr-17-3-b = Kommunen må ha opplysningane for å oppfylle ei plikt i lova eller utføre ei oppgåve for fellesskapet (personvernforordninga artikkel 17 nr. 3 bokstav b).
letter-ground-gdpr-17-3-c = Opplysningane er nødvendige av omsyn til folkehelsa (personvernforordninga artikkel 17 nr. 3 bokstav c).
letter-ground-gdpr-17-3-d = Opplysningane er nødvendige for arkiv, forsking eller statistikk (personvernforordninga artikkel 17 nr. 3 bokstav d).
letter-ground-gdpr-17-3-e = Opplysningane er nødvendige for å fastsetje, gjere gjeldande eller forsvare eit rettskrav (personvernforordninga artikkel 17 nr. 3 bokstav e).
letter-ground-arkivlova-13 = Kommunen må etter arkivlova § 13 ta vare på det som er skrive ned. Då kan vi ikkje slette det, men vi kan sperre det, så det ikkje blir brukt meir.
letter-ground-gdpr-12-5-unfounded = Førespurnaden er openbert grunnlaus (personvernforordninga artikkel 12 nr. 5). Dette er grunnen: { $text }
letter-ground-gdpr-12-5-excessive = Førespurnaden er openbert overdriven (personvernforordninga artikkel 12 nr. 5). Dette er grunnen: { $text }
letter-ground-gdpr-12-5-repetitive = Førespurnaden er overdriven fordi han gjentek tidlegare førespurnader (personvernforordninga artikkel 12 nr. 5). Dette er grunnen: { $text }

letter-gaps = Kva manglar enno?
letter-gaps-text = { $count ->
    [one] Eitt system er ikkje med i svaret enno. Du får resten i ei eiga pakke.
   *[other] { $count } system er ikkje med i svaret enno. Du får resten i ei eiga pakke.
}
letter-gap-not-answered = { $system }: har ikkje svart. Vi ventar svar seinast { $date }.
letter-gap-unsure = { $system }: vi er ikkje sikre på at opplysningane handlar om deg. Vi ventar å vite det seinast { $date }.
letter-gap-not-reviewed = { $system }: vi går gjennom opplysningane. Vi reknar med å vere ferdige seinast { $date }.

letter-facts = Om opplysningane
letter-facts-text = For kvart system fortel vi kva opplysningane blir brukte til, kva opplysningar det er, kven som får dei, kor lenge dei blir lagra, kvar dei kjem frå, om noko blir avgjort utan menneske, og om dei blir sende ut av EØS (personvernforordninga artikkel 15 nr. 1 og 2).
letter-fact-controller = Ansvarleg
letter-fact-purposes = Kva dei blir brukte til
letter-fact-categories = Kva opplysningar
letter-fact-recipients = Kven som får dei
letter-fact-storage = Kor lenge dei blir lagra
letter-fact-source = Kvar dei kjem frå
letter-fact-source-unknown = Det er ikkje registrert.
letter-fact-automated = Avgjerder utan menneske
letter-fact-automated-none = Ingen.
letter-fact-transfers = Blir sende ut av EØS
letter-fact-transfers-none = Nei.
letter-fact-safeguards = Slik er dei sikra der
letter-fact-legal-bases = Kvifor kommunen har lov

letter-rights = Rettane dine
letter-rights-text = Er noko feil, kan du be oss rette det. Du kan òg be oss slette opplysningar, avgrense bruken av dei, eller protestere mot bruken (personvernforordninga artikkel 16, 17, 18 og 21).
letter-complaint = Om du er usamd
letter-complaint-datatilsynet = Du kan klage til Datatilsynet (personvernforordninga artikkel 77). Sjå datatilsynet.no eller ring 22 39 69 00.
letter-complaint-statsforvalteren = Gjeld det retting eller sletting i ein pasientjournal, kan du klage til statsforvaltaren (helsepersonellova §§ 42 og 43). Send klaga til oss, så sender vi ho vidare om vi ikkje er samde.
letter-remedy = Du kan òg ta saka til domstolane (personvernforordninga artikkel 79).
letter-ombud = Personvernombodet kan gje deg råd: { $contact }.
letter-ombud-plain = Personvernombodet i kommunen kan gje deg råd.

letter-changes = Dette er bestemt for kvart system
letter-change-rectify = { $system }: opplysningane er retta. Det som stod der før, er ikkje borte, men merkt som retta (arkivforskrifta § 11).
letter-change-supplemented = { $system }: det er lagt til ei erklæring om kva du meiner er rett.
letter-change-erased = { $system }: opplysningane er sletta.
letter-change-anonymised = { $system }: opplysningane er gjorde anonyme. Det går ikkje lenger an å sjå at dei handlar om deg.
letter-change-restricted = { $system }: opplysningane er sperra. Dei blir lagra, men ikkje brukte.
letter-change-retained = { $system }: opplysningane er ikkje sletta. { $ground }
letter-change-referred = { $system }: Nasjonalarkivet må avgjere om opplysningane kan slettast (arkivlova § 13). Vi har sendt saka dit.
letter-change-refused = { $system }: { $ground }
letter-change-nothing = { $system }: har ingenting om deg.
letter-note = Er du framleis usamd, kan du be om at det blir notert kva du meiner er rett.
letter-recipients = Vi seier frå til dei som har fått opplysningane frå oss, om det er mogleg (personvernforordninga artikkel 19). Du kan be om å få vite kven dei er.
letter-nothing-found = Vi fann ikkje opplysningane du bad om å få retta eller sletta. Difor er det ikkje noko å gjere (personvernforordninga artikkel 12 nr. 4).

letter-lifted = Medan vi såg på saka, blei ikkje opplysningane brukte. Frå { $date } blir dei brukte igjen i desse systema (personvernforordninga artikkel 18 nr. 3):
