//! Names as people write and look them up, and what nobody sees in a text.

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

/// Letters that nobody sees: control characters, marks that turn the direction of writing or join letters, and those that
/// are no letters at all.
pub(crate) fn is_unseen(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{d7fc}'..='\u{d7ff}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{10ffff}')
        || matches!(letter, '\n' | '\r')
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
