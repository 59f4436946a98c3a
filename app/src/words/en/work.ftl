# What an employee sees when logged in.
work-title = My work
work-description = What you can do here as an employee.
work-none = You have no role here yet
work-none-text = You are logged in, but nobody has given you a role. Ask whoever is responsible for My page in the municipality.
work-roles = Your roles
work-caseworker = Caseworker
work-reviewer = Reviewer of a sector
work-owner = System owner
work-ombud = Data protection officer
work-administrator = Administrator
work-until = Valid until the end of { $date }.
