# What an employee sees when logged in.
work-title = Arbeidet mitt
work-description = Kva du kan gjere her som tilsett.
work-none = Du har inga rolle her enno
work-none-text = Du er logga inn, men ingen har gitt deg ei rolle. Spør den som har ansvaret for Mi side i kommunen.
work-roles = Rollene dine
work-caseworker = Saksbehandlar
work-reviewer = Vurderer for ein sektor
work-owner = Systemeigar
work-ombud = Personvernombod
work-administrator = Administrator
work-until = Gjeld til og med { $date }.
