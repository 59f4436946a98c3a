# Pages for what went wrong. Each says what happened, that nothing is lost, and what to do next.
fault-not-found = Vi finn ikkje sida
fault-not-found-text = Sida kan vere flytta eller sletta, eller så er adressa skriven feil.
fault-forbidden = Du har ikkje tilgang til sida
fault-forbidden-text = Meiner du at du skulle hatt tilgang, kan du kontakte kommunen.
fault-cross-site = Vi tok ikkje imot skjemaet
fault-cross-site-text = Skjemaet kom ikkje frå denne nettstaden. For å verne deg tok vi det ikkje imot. Ingenting er endra. Opne sida her, og prøv på nytt.
fault-bad-request = Vi forstod ikkje det nettlesaren sende
fault-bad-request-text = Ingenting er endra. Gå tilbake og prøv igjen. Hjelper ikkje det, lastar du sida inn på nytt.
fault-method = Sida kan ikkje brukast på den måten
fault-method-text = Adressa kan ikkje opnast direkte. Ingenting er endra. Gå til framsida.
fault-too-slow = Det tok for lang tid
fault-too-slow-text = Sambandet var for tregt eller vart brote, så vi fekk ikkje alt du sende. Ingenting er endra. Prøv igjen.
fault-too-large = Det du sende, er for stort
fault-too-large-text = Ingenting er endra. Prøv med kortare tekst eller ei mindre fil.
fault-too-many = Du har lasta inn mange sider på kort tid
fault-too-many-text = { $seconds ->
    [one] Vent eitt sekund, og prøv igjen. Ingenting har gått tapt.
   *[other] Vent { $seconds } sekund, og prøv igjen. Ingenting har gått tapt.
}
fault-too-many-shared = Er de mange som bruker same nett, til dømes på eit bibliotek, kan det skje utan at du har gjort noko gale.
fault-busy = Mi side har for mykje å gjere akkurat no
fault-busy-text = Vent eit minutt, og prøv igjen. Ingenting er endra.
fault-internal = Noko gjekk gale hos oss
fault-internal-text = Feilen er ikkje din. Prøv igjen om litt. Skjer det fleire gonger, kan du kontakte kommunen og seie feilkoden.
fault-code = Feilkode: { $code }
fault-try-again = Prøv igjen
fault-to-front = Til framsida
fault-login-needed = Du er ikkje logga inn
fault-login-needed-text = Du vart logga ut før vi fekk det du sende. Ingenting er endra. Logg inn, og prøv på nytt.
fault-level-needed = Du må logge inn på ein sikrare måte
fault-level-needed-text = Ingenting er endra. Logg inn på nytt, til dømes med BankID.
fault-other-person = Skjemaet er fylt ut av ein annan
fault-other-person-text = Du er logga inn som ein annan enn den som fylte ut skjemaet. For å verne dykk begge tok vi det ikkje imot. Ingenting er endra. Opne sida på nytt.
fault-unsent = Det du skreiv, er ikkje gått tapt. La sida stå open, vent eit minutt, og send det på nytt.
fault-unsent-files = Hadde du lagt ved filer, må du velje dei på nytt.
fault-send-again = Send på nytt
