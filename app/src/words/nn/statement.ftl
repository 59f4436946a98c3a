# The privacy statement of one part of the municipality's work.
statement-title = Personvernerklæring: { $sector }
statement-description = Korleis kommunen bruker personopplysningar på dette området.
statement-lead = Her står det kva opplysningar vi bruker om folk på dette området, kvifor, og kor lenge.
statement-controller = Kven er ansvarleg?
statement-controller-text = { $municipality } har ansvaret for opplysningane. Har du spørsmål, kan du kontakte personvernombodet:
statement-bases-text = Kommunen må ha lov til å bruke opplysningar om deg. Oftast er grunnen at lova gir oss ei oppgåve vi skal løyse. Det står i EU si lov om personvern (personvernforordninga artikkel 6 nr. 1 bokstav e). Dette er grunnlaga på dette området:
statement-rights-text = Du kan be om å få sjå opplysningane, få dei retta eller sletta, eller få bruken av dei sperra. Du kan òg protestere mot at vi bruker dei. Det kostar ingenting. Meiner du at vi gjer noko gale, kan du klage til Datatilsynet.
statement-ask = Spør kva vi har om deg
statement-back = Til alle systema
statement-all = Personvernerklæringar
statement-all-text = Her kan du lese korleis vi bruker opplysningar, område for område.
