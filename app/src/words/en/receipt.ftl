# What one gets at once when something was sent in.
receipt-title = We have received your request
receipt-description = Receipt with case number and deadline.
receipt-reference = Case number
receipt-received-label = Received
receipt-received = { $date } at { $time }
receipt-asked = You have asked for
receipt-due = You get an answer no later than { $date }.
receipt-now = This happens now
receipt-now-ask = { $count ->
    [one] We ask one system. It may answer within seconds, or a person must look.
   *[other] We ask { $count } systems. Some answer within seconds. In others a person must look.
}
receipt-now-look = We get your answer ready.
receipt-now-answer = You will get the answer here on My page.
receipt-kept = You can follow the case at any time. The receipt is there too.
receipt-to-case = Follow the case
receipt-link = See the receipt
receipt-moved = The date has moved since. The new one is in the case.
