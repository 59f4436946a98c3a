# The page where one chooses language and appearance.
display-title = Språk og utseende
display-description = Velg språk og lyst eller mørkt utseende.
display-language = Hvilket språk vil du bruke?
display-language-partial = Få eller ingen av sidene er oversatt ennå.
display-appearance = Hvordan skal sidene se ut?
display-appearance-auto = Som på telefonen eller maskinen min
display-appearance-light = Lyst
display-appearance-dark = Mørkt
display-save = Lagre valget
display-remembered = Valget ditt blir husket på denne enheten i ett år.
