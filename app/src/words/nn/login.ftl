# The page that the button «Logg inn» leads to.
login-title = Logg inn
login-description = Logg inn for å be om innsyn, retting eller sletting.
login-unavailable = Du kan ikkje logge inn her enno
login-unavailable-text = Kommunen har ikkje opna for innlogging her enno. Du har dei same rettane likevel: Skriv til eller ring kommunen, så skal du få svar seinast éin månad etterpå.
