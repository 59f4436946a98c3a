# Pages for what went wrong. Each says what happened, that nothing is lost, and what to do next.
fault-not-found = We cannot find the page
fault-not-found-text = The page may have been moved or deleted, or the address may be misspelt.
fault-forbidden = You do not have access to the page
fault-forbidden-text = If you think that you should have access, contact the municipality.
fault-cross-site = We did not accept the form
fault-cross-site-text = The form came from another website. To protect you, we did not accept it. Nothing has been changed. Open the page here and try again.
fault-bad-request = We did not understand what the browser sent
fault-bad-request-text = Nothing has been changed. Go back and try again. If that does not help, reload the page.
fault-method = The page cannot be used in that way
fault-method-text = This address cannot be opened directly. Nothing has been changed. Go to the front page.
fault-too-slow = It took too long
fault-too-slow-text = The connection was too slow or was broken, so we did not get all that you sent. Nothing has been changed. Please try again.
fault-too-large = What you sent is too large
fault-too-large-text = Nothing has been changed. Try with a shorter text or a smaller file.
fault-too-many = You have loaded many pages in a short time
fault-too-many-text = { $seconds ->
    [one] Wait one second and try again. Nothing is lost.
   *[other] Wait { $seconds } seconds and try again. Nothing is lost.
}
fault-too-many-shared = If many of you share the same network, for example in a library, it can happen although you have done nothing wrong.
fault-busy = My page has too much to do right now
fault-busy-text = Wait a minute and try again. Nothing has been changed.
fault-internal = Something went wrong on our side
fault-internal-text = It was not your fault. Please try again shortly. If it happens again, contact the municipality and tell them the error code.
fault-code = Error code: { $code }
fault-try-again = Try again
fault-to-front = To the front page
fault-login-needed = You are not logged in
fault-login-needed-text = You were logged out before we got what you sent. Nothing has changed. Log in and try again.
fault-level-needed = You have to log in in a safer way
fault-level-needed-text = Nothing has changed. Log in again, for example with BankID.
fault-other-person = The form was filled in by somebody else
fault-other-person-text = You are logged in as a different person from the one who filled in the form. To protect you both we did not take it. Nothing has changed. Open the page again.
fault-unsent = What you wrote is not lost. Leave this page open, wait a minute, and send it again.
fault-unsent-files = If you had attached files, you must choose them again.
fault-send-again = Send again
