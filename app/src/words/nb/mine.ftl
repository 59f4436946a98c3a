# What a citizen sees when logged in.
mine-title = Mine saker
mine-description = Sakene dine hos kommunen.
mine-none = Du har ingen saker ennå
mine-none-text = Her kommer sakene dine når du har bedt om innsyn, retting eller sletting.
mine-reference = Sak { $reference }
mine-title-of = { $rights } – sak { $reference }
mine-and = { $first } og { $last }
mine-shown = Viser { $from } til { $to } av { $count } saker.
mine-received = Mottatt { $date }
mine-due = Du får svar senest { $date }.
mine-overdue = Du skulle ha fått svar senest { $date }. Vi er forsinket. Du kan klage til Datatilsynet.
mine-in-part = Du har fått en del av svaret. Resten kommer senere.
mine-open = Vi arbeider med saken
mine-answered = Du har fått svar
mine-closed = Avsluttet
mine-withdrawn = Trukket
mine-access = Innsyn
mine-rectification = Retting
mine-erasure = Sletting
mine-progress = { $total ->
    [one] { $answered } av { $total } system har svart.
   *[other] { $answered } av { $total } systemer har svart.
}
mine-back = Til mine saker
mine-logins = Innlogging
mine-logins-title = Innloggingen din
mine-logins-description = Når du logges ut, og hvor du ellers er logget inn.
mine-logins-count = { $count ->
    [one] Du er logget inn bare her.
   *[other] Du er logget inn på { $count } steder, dette medregnet.
}
mine-logins-ends = Du logges ut herfra kl. { $time } hvis du ikke gjør noe.
mine-logins-end-all = Logg ut alle steder
mine-logins-end-all-text = Har du glemt å logge ut et annet sted, kan du gjøre det herfra. Da logges du ut her også.
mine-new = Ny henvendelse
mine-begun = Du har begynt på en henvendelse
mine-begun-text = Den er ikke sendt. Svarene dine er lagret til { $date }.
mine-go-on = Fortsett der du slapp
mine-news = Noe nytt å lese
