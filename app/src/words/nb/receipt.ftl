# What one gets at once when something was sent in.
receipt-title = Vi har fått henvendelsen din
receipt-description = Kvittering med saksnummer og frist.
receipt-reference = Saksnummer
receipt-received-label = Mottatt
receipt-received = { $date } kl. { $time }
receipt-asked = Du har bedt om
receipt-due = Du får svar senest { $date }.
receipt-now = Dette skjer nå
receipt-now-ask = { $count ->
    [one] Vi spør ett system. Det kan svare i løpet av sekunder, eller et menneske må lete.
   *[other] Vi spør { $count } systemer. Noen svarer i løpet av sekunder. I andre må et menneske lete.
}
receipt-now-look = Vi gjør svaret ditt klart.
receipt-now-answer = Du får svaret her på Min side.
receipt-kept = Du kan følge saken når du vil. Kvitteringen ligger også der.
receipt-to-case = Følg saken
receipt-link = Se kvitteringen
receipt-moved = Datoen er flyttet siden. Den nye står i saken.
