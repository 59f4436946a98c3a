# What an employee sees when logged in.
work-title = Arbeidet mitt
work-description = Hva du kan gjøre her som ansatt.
work-none = Du har ingen rolle her ennå
work-none-text = Du er logget inn, men ingen har gitt deg en rolle. Spør den som har ansvaret for Min side i kommunen.
work-roles = Rollene dine
work-caseworker = Saksbehandler
work-reviewer = Vurderer for en sektor
work-owner = Systemeier
work-ombud = Personvernombud
work-administrator = Administrator
work-until = Gjelder til og med { $date }.
