# The page that the button “Log in” leads to.
login-title = Log in
login-description = Log in to ask for access, correction or erasure.
login-unavailable = You cannot log in here yet
login-unavailable-text = The municipality has not opened login here yet. You have the same rights all the same: write to the municipality or call it, and you will get an answer within one month.
