# What a citizen sees when logged in.
mine-title = My cases
mine-description = Your cases with the municipality.
mine-none = You have no cases yet
mine-none-text = Your cases are shown here when you have asked for access, rectification or erasure.
mine-reference = Case { $reference }
mine-title-of = { $rights } – case { $reference }
mine-and = { $first } and { $last }
mine-shown = Showing { $from } to { $to } of { $count } cases.
mine-received = Received { $date }
mine-due = You will get an answer no later than { $date }.
mine-overdue = You should have had an answer by { $date }. We are late. You can complain to the Norwegian Data Protection Authority (Datatilsynet).
mine-in-part = You have received part of the answer. The rest comes later.
mine-open = We are working on the case
mine-answered = You have been answered
mine-closed = Closed
mine-withdrawn = Withdrawn
mine-access = Access
mine-rectification = Correction
mine-erasure = Erasure
mine-progress = { $total ->
    [one] { $answered } of { $total } system has answered.
   *[other] { $answered } of { $total } systems have answered.
}
mine-back = To my cases
mine-logins = Login
mine-logins-title = Your login
mine-logins-description = When you will be logged out, and where else you are logged in.
mine-logins-count = { $count ->
    [one] You are logged in only here.
   *[other] You are logged in in { $count } places, this one included.
}
mine-logins-ends = You will be logged out here at { $time } if you do nothing.
mine-logins-end-all = Log out everywhere
mine-logins-end-all-text = If you forgot to log out somewhere else, you can do it from here. You will then be logged out here too.
mine-new = New request
mine-begun = You have begun a request
mine-begun-text = It has not been sent. Your answers are kept until { $date }.
mine-go-on = Continue where you left off
mine-news = Something new to read
