# What the portal itself keeps of a person, and what they choose.
profile-title = Profilen din
profile-description = Varsling, språk og hva Min side har lagret om deg.
profile-saved = Endringen er lagret.
profile-contact = Hvordan vil du ha beskjed?
profile-save = Lagre
profile-contact-later = Du kan velge dette når du sender din første henvendelse.
profile-language = Språk og utseende
profile-language-text = Du velger språk og lyst eller mørkt utseende for denne nettleseren.
profile-language-change = Velg språk og utseende
profile-kept = Hva Min side har lagret om deg
profile-kept-nothing = Vi har ikke lagret noe om deg her.
profile-kept-number = Fødselsnummeret eller d-nummeret ditt. Det sletter vi når du ikke har noen sak eller henvendelse her lenger.
profile-kept-cases = { $count ->
    [one] Én sak: det du har bedt om, meldinger, brev og svar.
   *[other] { $count } saker: det du har bedt om, meldinger, brev og svar.
}
profile-kept-email = E-postadressen din. Vi bruker den bare til å si at det er noe nytt.
profile-kept-draft = En henvendelse du har begynt på. Vi sletter den { $date } hvis du ikke endrer den.
profile-kept-session = Så lenge du er logget inn, har vi også lagret at du er det.
profile-ask = Be om innsyn i alt kommunen har om deg
