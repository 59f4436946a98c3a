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
    [one] We ask 1 system. Some answer within seconds, in others a person must look.
   *[other] We ask { $count } systems. Some answer within seconds, in others a person must look.
}
receipt-now-look = You can follow the case all the time.
receipt-now-answer = The answer comes here on Min side.
receipt-kept = You can print this page. It is also in your case.
receipt-to-case = Follow the case
receipt-link = See the receipt
