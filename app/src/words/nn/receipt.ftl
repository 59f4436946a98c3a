# What one gets at once when something was sent in.
receipt-title = Vi har fått førespurnaden din
receipt-description = Kvittering med saksnummer og frist.
receipt-reference = Saksnummer
receipt-received-label = Motteken
receipt-received = { $date } kl. { $time }
receipt-asked = Du har bede om
receipt-due = Du får svar seinast { $date }.
receipt-now = Dette skjer no
receipt-now-ask = { $count ->
    [one] Vi spør eitt system. Det kan svare i løpet av sekund, eller eit menneske må leite.
   *[other] Vi spør { $count } system. Nokre svarer i løpet av sekund. I andre må eit menneske leite.
}
receipt-now-look = Vi gjer svaret ditt klart.
receipt-now-answer = Du får svaret her på Mi side.
receipt-kept = Du kan følgje saka når du vil. Kvitteringa ligg òg der.
receipt-to-case = Følg saka
receipt-link = Sjå kvitteringa
receipt-moved = Datoen er flytt sidan. Den nye står i saka.
