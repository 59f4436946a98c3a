# What a citizen sees when logged in.
mine-title = Sakene mine
mine-description = Sakene dine hos kommunen.
mine-none = Du har ingen saker enno
mine-none-text = Her kjem sakene dine når du har bede om innsyn, retting eller sletting.
mine-reference = Sak { $reference }
mine-title-of = { $rights } – sak { $reference }
mine-and = { $first } og { $last }
mine-shown = Viser { $from } til { $to } av { $count } saker.
mine-received = Motteken { $date }
mine-due = Du får svar seinast { $date }.
mine-overdue = Du skulle ha fått svar seinast { $date }. Vi er forseinka. Du kan klage til Datatilsynet.
mine-in-part = Du har fått ein del av svaret. Resten kjem seinare.
mine-open = Vi arbeider med saka
mine-answered = Du har fått svar
mine-closed = Avslutta
mine-withdrawn = Trekt
mine-access = Innsyn
mine-rectification = Retting
mine-erasure = Sletting
mine-progress = { $total ->
    [one] { $answered } av { $total } system har svart.
   *[other] { $answered } av { $total } system har svart.
}
mine-back = Til sakene mine
mine-logins = Innlogging
mine-logins-title = Innlogginga di
mine-logins-description = Når du blir logga ut, og kvar du elles er logga inn.
mine-logins-count = { $count ->
    [one] Du er logga inn berre her.
   *[other] Du er logga inn på { $count } stader, denne medrekna.
}
mine-logins-ends = Du blir logga ut herifrå kl. { $time } om du ikkje gjer noko.
mine-logins-end-all = Logg ut alle stader
mine-logins-end-all-text = Har du gløymt å logge ut ein annan stad, kan du gjere det herifrå. Då blir du logga ut her òg.
mine-new = Ny førespurnad
mine-begun = Du har begynt på ein førespurnad
mine-begun-text = Han er ikkje send. Svara dine er lagra til { $date }.
mine-go-on = Hald fram der du slapp
mine-news = Noko nytt å lese
