# What one gets at once when something was sent in.
receipt-title = Vi har fått førespurnaden din
receipt-description = Kvittering med saksnummer og frist.
receipt-reference = Saksnummer
receipt-received-label = Motteke
receipt-received = { $date } kl. { $time }
receipt-asked = Du har bede om
receipt-due = Du får svar seinast { $date }.
receipt-now = Dette skjer no
receipt-now-ask = { $count ->
    [one] Vi spør 1 system. Nokre svarer på sekund, i andre må eit menneske leite.
   *[other] Vi spør { $count } system. Nokre svarer på sekund, i andre må eit menneske leite.
}
receipt-now-look = Du kan følgje med på saka heile tida.
receipt-now-answer = Svaret kjem her på Min side.
receipt-kept = Du kan skrive ut denne sida. Ho ligg òg i saka di.
receipt-to-case = Følg saka
receipt-link = Sjå kvitteringa
