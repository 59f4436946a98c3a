# The page where one chooses language and appearance.
display-title = Language and appearance
display-description = Choose a language and a light or dark appearance.
display-language = Which language do you want to use?
display-language-partial = Few or none of the pages are translated yet.
display-appearance = What should the pages look like?
display-appearance-auto = As on my phone or computer
display-appearance-light = Light
display-appearance-dark = Dark
display-save = Save the choice
display-remembered = Your choice is remembered on this device for one year.
