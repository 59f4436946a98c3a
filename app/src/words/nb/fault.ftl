# Pages for what went wrong. Each says what happened, that nothing is lost, and what to do next.
fault-not-found = Vi finner ikke siden
fault-not-found-text = Siden kan være flyttet eller slettet, eller så er adressen skrevet feil.
fault-forbidden = Du har ikke tilgang til siden
fault-forbidden-text = Mener du at du skulle hatt tilgang, kan du kontakte kommunen.
fault-cross-site = Vi tok ikke imot skjemaet
fault-cross-site-text = Skjemaet kom ikke fra dette nettstedet. For å beskytte deg tok vi det ikke imot. Ingenting er endret. Åpne siden her, og prøv på nytt.
fault-bad-request = Vi forsto ikke det nettleseren sendte
fault-bad-request-text = Ingenting er endret. Gå tilbake og prøv igjen. Hjelper ikke det, laster du siden inn på nytt.
fault-method = Siden kan ikke brukes på den måten
fault-method-text = Adressen kan ikke åpnes direkte. Ingenting er endret. Gå til forsiden.
fault-too-slow = Det tok for lang tid
fault-too-slow-text = Forbindelsen var for treg eller ble brutt, så vi fikk ikke alt du sendte. Ingenting er endret. Prøv igjen.
fault-too-large = Det du sendte, er for stort
fault-too-large-text = Ingenting er endret. Prøv med kortere tekst eller en mindre fil.
fault-too-many = Du har lastet inn mange sider på kort tid
fault-too-many-text = { $seconds ->
    [one] Vent ett sekund, og prøv igjen. Ingenting er gått tapt.
   *[other] Vent { $seconds } sekunder, og prøv igjen. Ingenting er gått tapt.
}
fault-too-many-shared = Er dere mange som bruker samme nett, for eksempel på et bibliotek, kan det skje uten at du har gjort noe galt.
fault-busy = Min side har for mye å gjøre akkurat nå
fault-busy-text = Vent et minutt, og prøv igjen. Ingenting er endret.
fault-internal = Noe gikk galt hos oss
fault-internal-text = Feilen er ikke din. Prøv igjen om litt. Skjer det flere ganger, kan du kontakte kommunen og oppgi feilkoden.
fault-code = Feilkode: { $code }
fault-try-again = Prøv igjen
fault-to-front = Til forsiden
fault-login-needed = Du er ikke logget inn
fault-login-needed-text = Du ble logget ut før vi fikk det du sendte. Ingenting er endret. Logg inn, og prøv på nytt.
fault-level-needed = Du må logge inn på en sikrere måte
fault-level-needed-text = Ingenting er endret. Logg inn på nytt, for eksempel med BankID.
fault-other-person = Skjemaet er fylt ut av en annen
fault-other-person-text = Du er logget inn som en annen enn den som fylte ut skjemaet. For å beskytte dere begge tok vi det ikke imot. Ingenting er endret. Åpne siden på nytt.
fault-unsent = Det du skrev, er ikke gått tapt. La siden stå åpen, vent et minutt, og send det på nytt.
fault-unsent-files = Hadde du lagt ved filer, må du velge dem på nytt.
fault-send-again = Send på nytt
