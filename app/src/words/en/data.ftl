# What a person was given access to, on the pages; and who has looked.
data-title = Your data
data-description = The data you have been given access to, area by area.
data-lead = This is what we found about you where you asked us to look. The same is in the file that you can download.
data-until = You can see the data here until { $date }. After that we delete the copy.
data-systems = { $count ->
    [one] One system has data about you.
   *[other] { $count } systems have data about you.
}
data-none = No system gave data in this answer. The letter explains why.
data-looks = { $count ->
    [one] looked at once
   *[other] looked at { $count } times
}
data-missing = Still missing
data-missing-then = What was missing when we made this file
data-missing-now = In the case you see what is still missing, and when it will come.
data-nothing = These have nothing about you
data-nothing-count = { $count ->
    [one] One system
   *[other] { $count } systems
}
data-system-description = Data from one system.
data-about = About the system
data-answered = Collected { $date }
data-withheld = Something has been taken out
data-complain = If you disagree, you can complain. The letter in the case explains how.
data-records = Data
data-shown = Showing { $from } to { $to } of { $total }.
data-too-much = There is too much here to show on the page. You will find all of it in the file.
data-wrong = Is this wrong?
data-erase = Do you want this erased?
data-point-help = If you see something that is wrong, press “Is this wrong?”. We then begin a request for you. Nothing is sent until you have looked it over.
data-not-begun = The request
data-more = { $count ->
    [one] One more row is in the file.
   *[other] { $count } more rows are in the file.
}
data-back = To all the data
data-all = Download everything
data-looked-title = Who has looked at your case
data-looked-description = Which employees have looked at your case, and when.
data-looked-lead = Each time an employee looks at your case, we make a note of it. Here you see in which role, when, and why.
data-looked-names = We do not show the names of employees. If you think somebody has looked at the case without reason, you can write to the data protection officer.
data-looked-none = No employee has looked at your case yet.
data-looked-when = When
data-looked-who = Who
data-looked-what = What
data-looked-why = Why
data-looked-caseworker = Caseworker, { $unit }
data-looked-reviewer-of = Employee who reviews answers, { $sector }
data-looked-owner = System owner
data-looked-other = Employee of the municipality
data-looked-case = Looked at the case
data-looked-answer = Read what a system had answered
data-looked-why-caseworker = To handle the case
data-looked-why-reviewer = To review the answer before you get it
data-looked-why-owner = To see what the system is asked for
data-looked-why-other = To follow up the case
data-looked-more = These are the latest. If you want to see all of them, you can ask for access. The list is then part of the answer.
data-looked-systems = Who has looked at the data in the systems
data-looked-systems-text = Some systems can tell who has looked at the data about you.
data-looked-systems-none = The systems have not told who has looked at the data. If you want to know, you can ask the data protection officer.
data-looked-systems-over = The file with the answer has been deleted, so we can no longer show this. You can ask for access again.
data-looked-systems-later = The case has not been answered yet. If the systems tell who has looked at the data, you will see it here when the answer is ready.
data-looked-file = Opened a file from a message
