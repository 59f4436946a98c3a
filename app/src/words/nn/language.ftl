# The language's own name, as it is shown in the choice of language.
language-name = Nynorsk
