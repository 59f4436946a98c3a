# What is the same in every form.
form-summary = { $count ->
    [one] Én ting må rettes før du kan gå videre
   *[other] { $count } ting må rettes før du kan gå videre
}
form-impossible = Dette gikk ikke
form-expired = Vi kan ikke vise det du skrev. Det kan være mer enn 30 minutter siden, eller så tar ikke nettleseren din imot informasjonskapsler. Fyll ut skjemaet på nytt.
form-error-title = Feil
form-missing-choice = Velg ett av svarene.
form-not-a-choice = Velg ett av svarene på siden.
form-missing = Fyll ut dette feltet.
form-unreadable = Det er et tegn i teksten som vi ikke kan lese. Vi viser det som ␀. Ta det bort, og prøv igjen.
form-not-in-the-past = Velg en dag fra { $from } til og med i dag.
form-too-long = { $limit ->
    [one] Teksten er for lang. Den kan ha høyst ett tegn.
   *[other] Teksten er for lang. Den kan ha høyst { $limit } tegn.
}
form-error-in = { $question } { $problem }
form-not-a-number = Skriv et gyldig fødselsnummer eller d-nummer. Det har 11 sifre.
form-not-entra = Skriv de to id-ene fra Entra ID med skråstrek mellom.
form-not-a-date = Velg en dato, eller skriv den slik: 1.8.2020.
form-over = Velg i dag eller en senere dag.
form-too-far = Velg en dag som er høyst to år fram i tid.
form-held = Den ansatte har denne rollen allerede.
form-oneself = Du kan ikke gi deg selv en rolle.
form-gone = Rollen er avsluttet allerede.
form-unsent = Du ble logget ut før skjemaet ble sendt
form-unsent-text = Ingenting er sendt. Her er det du skrev. Se over det, og send på nytt.
form-unknown = Vi kjenner ikke fødselsnummeret til dere begge, og kan derfor ikke se at du ikke gir rollen til deg selv. Be den som har ansvaret for Min side i kommunen, om å gi den.
form-missing-choices = Velg minst ett av svarene.
form-not-an-address = Skriv en e-postadresse, for eksempel navn@eksempel.no.
form-own-number = Dette er ditt eget nummer. Gjelder det deg selv, velger du «Meg selv».
form-ends-before = Den siste dagen må være den samme som den første, eller senere.
form-too-many-lines = Skriv høyst { $limit } linjer.
form-not-open = Saken er ikke åpen lenger. Det er ingenting å trekke.
form-being-carried-out = Vi holder på å gjøre det vi har bestemt. Da kan saken ikke trekkes.
form-begun-for-another = Du har begynt på en henvendelse om en annen person. Send eller slett den først.
form-draft-full = Det er ikke plass til mer i henvendelsen du har begynt på. Send den først.
form-case-ended = Saken er avsluttet. Meldingen er ikke sendt.
form-too-many-messages = Det er ikke plass til flere meldinger i denne saken. Kontakt kommunen på en annen måte.
form-not-asked = Vi venter ikke på dette svaret lenger. Vil du likevel skrive til oss, sender du det som en melding.
form-empty-file = En av filene er tom. Velg en annen.
form-file-kind = Vi kan ikke ta imot en av filene. Send PDF, bilde, tekst, Word eller OpenDocument.
form-unsafe-file = Vi fant noe farlig i en av filene, og har ikke tatt imot noen av dem. Sjekk maskinen din for virus.
form-file-too-large = En av filene er for stor. Den kan være høyst { $limit } MB.
form-too-many-files = Du kan sende høyst { $limit } filer om gangen.
form-no-room-for-files = Det er ikke plass til flere enn { $limit } filer. Fjern noen av dem, eller send resten i en melding når henvendelsen er sendt.
form-files = Legg ved filer
form-files-help = PDF, bilde, tekst, Word eller OpenDocument. Høyst { $files } filer på { $mb } MB hver.
form-file = { $name } ({ $size })
form-files-again = Filene må du velge på nytt hvis noe må rettes.
form-files-lost = Filene kom ikke med, fordi svarene dine ble endret et annet sted samtidig. Velg dem på nytt.
form-files-of-another = Du har endret hvem det gjelder, så vi fjernet filene du hadde lagt ved. Legg ved dem som gjelder nå.
form-page-before = Forrige side
form-page-next = Neste side
form-pages = Flere sider
