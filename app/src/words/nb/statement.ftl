# The privacy statement of one part of the municipality's work.
statement-title = Personvernerklæring: { $sector }
statement-description = Hvordan kommunen bruker personopplysninger på dette området.
statement-lead = Her står det hvilke opplysninger vi bruker om folk på dette området, hvorfor, og hvor lenge.
statement-controller = Hvem er ansvarlig?
statement-controller-text = { $municipality } har ansvaret for opplysningene. Har du spørsmål, kan du kontakte personvernombudet:
statement-bases-text = Kommunen må ha lov til å bruke opplysninger om deg. Oftest er grunnen at loven gir oss en oppgave vi skal løse. Det står i EUs lov om personvern (personvernforordningen artikkel 6 nr. 1 bokstav e). Dette er grunnlagene på dette området:
statement-rights-text = Du kan be om å få se opplysningene, få dem rettet eller slettet, eller få bruken av dem sperret. Du kan også protestere mot at vi bruker dem. Det koster ingenting. Mener du at vi gjør noe galt, kan du klage til Datatilsynet.
statement-ask = Spør hva vi har om deg
statement-back = Til alle systemene
statement-all = Personvernerklæringer
statement-all-text = Her kan du lese hvordan vi bruker opplysninger, område for område.
