# The page that the button «Logg inn» leads to.
login-title = Logg inn
login-description = Logg inn for å be om innsyn, retting eller sletting.
login-unavailable = Du kan ikke logge inn her ennå
login-unavailable-text = Kommunen har ikke åpnet for innlogging her ennå. Du har de samme rettighetene likevel: Skriv til eller ring kommunen, så skal du få svar senest én måned etterpå.
