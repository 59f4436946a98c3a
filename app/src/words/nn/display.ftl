# The page where one chooses language and appearance.
display-title = Språk og utsjånad
display-description = Vel språk og lys eller mørk utsjånad.
display-language = Kva språk vil du bruke?
display-language-partial = Få eller ingen av sidene er omsette enno.
display-appearance = Korleis skal sidene sjå ut?
display-appearance-auto = Som på telefonen eller maskina mi
display-appearance-light = Lys
display-appearance-dark = Mørk
display-save = Lagre valet
display-remembered = Valet ditt blir hugsa på denne eininga i eitt år.
