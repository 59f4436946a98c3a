//! Names as people write and look them up.

/// What to sort a visible name by: Norwegian alphabetical order, in which æ, ø and å come after z in that order, aa
/// is not å, and capital letters and accents make no difference.
pub(crate) fn norwegian_key(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            // Beyond z, in order: the code points of these three are not.
            'æ' | 'ä' => '{',
            'ø' | 'ö' => '|',
            'å' => '}',
            'á' | 'à' | 'â' => 'a',
            'č' | 'ç' => 'c',
            'đ' => 'd',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'ŋ' | 'ñ' => 'n',
            'ó' | 'ò' | 'ô' => 'o',
            'š' => 's',
            'ŧ' => 't',
            'ü' => 'y',
            'ž' => 'z',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::norwegian_key;

    #[test]
    fn names_are_in_the_order_of_a_norwegian_dictionary() {
        let mut names = ["Åpne data", "Ørret", "Ærlighet", "Zoologi", "arkiv", "Barnevern", "Ása", "Čáhci", "Dyr"];
        names.sort_by_key(|name| norwegian_key(name));
        assert_eq!(names, ["arkiv", "Ása", "Barnevern", "Čáhci", "Dyr", "Zoologi", "Ærlighet", "Ørret", "Åpne data"]);
    }
}
