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
    [one] Vi spør 1 system. Noen svarer på sekunder, i andre må et menneske lete.
   *[other] Vi spør { $count } systemer. Noen svarer på sekunder, i andre må et menneske lete.
}
receipt-now-look = Du kan følge med på saken hele tiden.
receipt-now-answer = Svaret kommer her på Min side.
receipt-kept = Du kan skrive ut denne siden. Den ligger også i saken din.
receipt-to-case = Følg saken
receipt-link = Se kvitteringen
