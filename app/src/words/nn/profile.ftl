# What the portal itself keeps of a person, and what they choose.
profile-title = Profilen din
profile-description = Varsling, språk og kva Mi side har lagra om deg.
profile-saved = Endringa er lagra.
profile-contact = Korleis vil du ha beskjed?
profile-save = Lagre
profile-contact-later = Du kan velje dette når du sender den første førespurnaden din.
profile-language = Språk og utsjånad
profile-language-text = Du vel språk og lys eller mørk utsjånad for denne nettlesaren.
profile-language-change = Vel språk og utsjånad
profile-kept = Kva Mi side har lagra om deg
profile-kept-nothing = Vi har ikkje lagra noko om deg her.
profile-kept-number = Fødselsnummeret eller d-nummeret ditt. Det slettar vi når du ikkje har noka sak eller førespurnad her lenger.
profile-kept-cases = { $count ->
    [one] Éi sak: det du har bede om, meldingar, brev og svar.
   *[other] { $count } saker: det du har bede om, meldingar, brev og svar.
}
profile-kept-email = E-postadressa di. Vi bruker ho berre til å seie at det er noko nytt.
profile-kept-draft = Ein førespurnad du har byrja på. Vi slettar han { $date } om du ikkje endrar han.
profile-kept-session = Så lenge du er logga inn, har vi òg lagra at du er det.
profile-ask = Be om innsyn i alt kommunen har om deg
