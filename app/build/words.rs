//! Turns the translators' files in `src/words/<language>/<area>.ftl` into one function per text.
//!
//! A page can then only use a text that exists, in all languages, with the values it needs: a text that is missing
//! is a compile error where it is used, and one that nothing uses is `dead_code`, which is an error too. This program
//! refuses what the compiler cannot see: a language that lacks a text, has one too many, or expects other values.
//!
//! nb, nn and en must be complete. Any other folder is a language that may lack whole files (half a page in another
//! language is worse than an honest notice): those pages are shown in nb.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

/// The language that others fall back to; its files decide which texts there are.
const FALLBACK: &str = "nb";
/// The files whose texts the server writes into letters, packages and what the archive gets.
const FOR_THE_SERVER: [&str; 3] = ["archive", "letter", "package"];
/// In the order in which a person sees them; others follow by tag.
const COMPLETE: [&str; 3] = ["nb", "nn", "en"];

/// One text in one language.
struct Text {
    source: String,
    /// The whole text, where it holds no values.
    fixed: Option<String>,
    /// In the order in which they first occur.
    values: Vec<String>,
}

type Area = BTreeMap<String, Text>;
type Areas = BTreeMap<String, Area>;

/// The Rust code for the texts in this folder.
///
/// # Errors
/// All that is wrong with them, a line each.
pub fn generate_words(folder: &Path) -> Result<String, Vec<String>> {
    let mut languages: BTreeMap<String, Areas> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for entry in sorted_entries(folder).map_err(|mistake| vec![mistake])? {
        if entry.is_dir() {
            languages.insert(stem(&entry), read_language(&entry, &mut mistakes));
        }
    }
    mistakes.extend(compare(&languages));
    if mistakes.is_empty() { Ok(generate(&languages)) } else { Err(mistakes) }
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn read_language(folder: &Path, mistakes: &mut Vec<String>) -> Areas {
    let files = sorted_entries(folder).unwrap_or_else(|mistake| {
        mistakes.push(mistake);
        Vec::new()
    });
    let mut areas = Areas::new();
    for file in files {
        match read_area(&file) {
            Ok(area) => drop(areas.insert(stem(&file), area)),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    areas
}

fn read_area(file: &Path) -> Result<Area, String> {
    let shown = file.display();
    let source = fs::read_to_string(file).map_err(|error| format!("{shown}: {error}"))?;
    let resource = parser::parse(source.as_str()).map_err(|(_, errors)| {
        let places: Vec<String> = errors
            .iter()
            .map(|error| format!("{shown}:{}: {}", line_of(&source, error.pos.start), error.kind))
            .collect();
        places.join("\n")
    })?;
    let area = stem(file);
    let mut texts = Area::new();
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name.to_owned();
                let place = format!("{shown}: {id}");
                let pattern = message.value.as_ref().ok_or_else(|| format!("{place} has no text"))?;
                if !message.attributes.is_empty() {
                    return Err(format!("{place} has attributes, which no page reads"));
                }
                if !id.starts_with(&format!("{area}-")) {
                    return Err(format!("{place} must begin with the file's name: {area}-…"));
                }
                let mut values = Vec::new();
                collect_values(pattern, &mut values, &place)?;
                let text = Text { source: source_of(&source, &id), fixed: fixed(pattern), values };
                if texts.insert(id, text).is_some() {
                    return Err(format!("{place} is there twice"));
                }
            }
            Entry::Term(term) => return Err(format!("{shown}: -{} is a term, which is not used here", term.id.name)),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Junk { content } => return Err(format!("{shown}: this cannot be read: {content}")),
        }
    }
    Ok(texts)
}

fn line_of(source: &str, position: usize) -> usize {
    source.bytes().take(position).filter(|byte| *byte == b'\n').count() + 1
}

/// The lines of one message as they stand in the file.
fn source_of(source: &str, id: &str) -> String {
    let mut lines = source.lines().skip_while(|line| !line.starts_with(&format!("{id} =")));
    let mut found = lines.next().unwrap_or_default().to_owned();
    for line in lines.take_while(|line| line.starts_with([' ', '}'])) {
        found.push('\n');
        found.push_str(line);
    }
    found
}

fn fixed(pattern: &Pattern<&str>) -> Option<String> {
    pattern
        .elements
        .iter()
        .map(|element| match element {
            PatternElement::TextElement { value } => Some(*value),
            PatternElement::Placeable { .. } => None,
        })
        .collect()
}

fn collect_values(pattern: &Pattern<&str>, values: &mut Vec<String>, place: &str) -> Result<(), String> {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect_from(expression, values, place)?;
        }
    }
    Ok(())
}

fn collect_from(expression: &Expression<&str>, values: &mut Vec<String>, place: &str) -> Result<(), String> {
    match expression {
        Expression::Inline(inline) => collect_inline(inline, values, place),
        Expression::Select { selector, variants } => {
            collect_inline(selector, values, place)?;
            variants.iter().try_for_each(|variant| collect_values(&variant.value, values, place))
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, values: &mut Vec<String>, place: &str) -> Result<(), String> {
    match inline {
        InlineExpression::VariableReference { id } => {
            if !values.iter().any(|value| value == id.name) {
                values.push(id.name.to_owned());
            }
            Ok(())
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => Ok(()),
        InlineExpression::Placeable { expression } => collect_from(expression, values, place),
        _ => Err(format!("{place} refers to another text or a function; write the text out instead")),
    }
}

/// All that does not fit, so that a translator can mend everything at once.
fn compare(languages: &BTreeMap<String, Areas>) -> Vec<String> {
    let mut mistakes = Vec::new();
    for tag in COMPLETE {
        if !languages.contains_key(tag) {
            mistakes.push(format!("the language {tag} is missing"));
        }
    }
    let Some(fallback) = languages.get(FALLBACK) else { return mistakes };
    for (tag, areas) in languages {
        let complete = COMPLETE.contains(&tag.as_str());
        for (name, expected) in fallback {
            match areas.get(name) {
                Some(area) => compare_area(tag, name, expected, area, &mut mistakes),
                None if complete || name == "language" => mistakes.push(format!("{tag}/{name}.ftl is missing")),
                None => {}
            }
        }
        for name in areas.keys().filter(|name| !fallback.contains_key(*name)) {
            mistakes.push(format!("{tag}/{name}.ftl has no counterpart in {FALLBACK}"));
        }
    }
    mistakes
}

fn compare_area(tag: &str, name: &str, expected: &Area, area: &Area, mistakes: &mut Vec<String>) {
    for (id, text) in expected {
        match area.get(id) {
            None => mistakes.push(format!("{tag}/{name}.ftl lacks {id}")),
            Some(found) => {
                let (wanted, has): (BTreeSet<_>, BTreeSet<_>) =
                    (text.values.iter().collect(), found.values.iter().collect());
                if wanted != has {
                    mistakes
                        .push(format!("{tag}/{name}.ftl: {id} has the values {has:?}, but {FALLBACK} has {wanted:?}"));
                }
            }
        }
    }
    for id in area.keys().filter(|id| !expected.contains_key(*id)) {
        mistakes.push(format!("{tag}/{name}.ftl has {id}, which {FALLBACK} lacks"));
    }
}

fn generate(languages: &BTreeMap<String, Areas>) -> String {
    let mut tags: Vec<&str> = COMPLETE.to_vec();
    tags.extend(languages.keys().map(String::as_str).filter(|tag| !COMPLETE.contains(tag)));
    let fallback = &languages[FALLBACK];
    let mut out = String::new();
    generate_languages(&mut out, &tags, fallback, languages);
    generate_sources(&mut out, &tags, languages);
    generate_named_values(&mut out, fallback);
    out.push_str("impl Words {\n");
    for (area, texts) in fallback {
        for (id, text) in texts {
            generate_text(&mut out, area, id, text, &tags, languages);
        }
    }
    out.push_str("}\n");
    out
}

fn generate_languages(out: &mut String, tags: &[&str], areas: &Areas, languages: &BTreeMap<String, Areas>) {
    let variants: Vec<String> = tags.iter().map(|tag| camel_case(tag)).collect();
    let _ = writeln!(
        out,
        "/// A language that pages can be shown in.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum Language {{ {} }}",
        variants.join(", ")
    );
    let area_variants: Vec<String> = areas.keys().map(|area| camel_case(area)).collect();
    let _ = writeln!(
        out,
        "/// A file of texts; a language has all of it or nothing.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub(crate) enum Area {{ {} }}",
        area_variants.join(", ")
    );
    let _ = writeln!(
        out,
        "impl Language {{\n    /// All languages, in the order in which a person sees them.\n    \
         pub const ALL: [Self; {}] = [{}];",
        tags.len(),
        variants.iter().map(|variant| format!("Self::{variant}")).collect::<Vec<_>>().join(", ")
    );
    let _ = writeln!(
        out,
        "    /// The tag of RFC 5646, as in `lang` and in `Accept-Language`.\n    pub fn tag(self) -> &'static str {{ match self {{"
    );
    for (tag, variant) in tags.iter().zip(&variants) {
        let _ = writeln!(out, "        Self::{variant} => {tag:?},");
    }
    let complete: Vec<String> = tags
        .iter()
        .zip(&variants)
        .filter(|(tag, _)| languages[**tag].len() == areas.len())
        .map(|(_, variant)| format!("Self::{variant}"))
        .collect();
    let _ = writeln!(
        out,
        "    }} }}\n    /// Whether every page exists in this language.\n    \
         pub fn is_complete(self) -> bool {{ matches!(self, {})",
        complete.join(" | ")
    );
    let _ = writeln!(out, "    }}\n    pub(crate) fn has(self, area: Area) -> bool {{ match self {{");
    for (tag, variant) in tags.iter().zip(&variants) {
        let there: Vec<String> = languages[*tag].keys().map(|area| format!("Area::{}", camel_case(area))).collect();
        let all = there.len() == areas.len();
        let test = if all { "true".to_owned() } else { format!("matches!(area, {})", there.join(" | ")) };
        let _ = writeln!(out, "        Self::{variant} => {test},");
    }
    out.push_str("    } }\n}\n");
}

/// The texts with values, as the library reads them when the program starts.
fn generate_sources(out: &mut String, tags: &[&str], languages: &BTreeMap<String, Areas>) {
    out.push_str("fn texts_with_values(language: Language) -> &'static str { match language {\n");
    for tag in tags {
        let texts: Vec<&str> = languages[*tag]
            .values()
            .flat_map(BTreeMap::values)
            .filter(|text| text.fixed.is_none())
            .map(|text| text.source.as_str())
            .collect();
        let _ = writeln!(out, "    Language::{} => {:?},", camel_case(tag), texts.join("\n"));
    }
    out.push_str("} }\n");
}

fn generate_text(
    out: &mut String,
    area: &str,
    id: &str,
    text: &Text,
    tags: &[&str],
    languages: &BTreeMap<String, Areas>,
) {
    let name = id.replace('-', "_");
    let shown = text.source.replace('\n', " ");
    let visible = visible(area);
    let _ = writeln!(out, "    /// `{shown}`");
    let there: Vec<(&str, &Text)> =
        tags.iter().filter_map(|tag| Some((*tag, languages[*tag].get(area)?.get(id)?))).collect();
    if there.iter().all(|(_, text)| text.fixed.is_some()) {
        let _ = writeln!(
            out,
            "    {visible} fn {name}(self) -> &'static str {{ match self.language_of(Area::{}) {{",
            camel_case(area)
        );
        for (tag, text) in there.iter().filter(|(tag, _)| *tag != FALLBACK) {
            let _ = writeln!(
                out,
                "        Language::{} => {:?},",
                camel_case(tag),
                text.fixed.as_deref().unwrap_or_default()
            );
        }
        let _ = writeln!(out, "        _ => {:?},\n    }} }}", text.fixed.as_deref().unwrap_or_default());
    } else {
        let values: Vec<String> = text
            .values
            .iter()
            .map(|value| format!("({value:?}, {}{value}.into())", if text.values.len() > 1 { "values." } else { "" }))
            .collect();
        let _ = writeln!(
            out,
            "    {visible} fn {name}<'a{}>(self, {}) -> String {{ self.with_values(Area::{}, {id:?}, [{}]) }}",
            type_parameters(text),
            parameter(id, text),
            camel_case(area),
            values.join(", ")
        );
    }
}

/// One value is one parameter; more are the fields of a struct, so that they cannot be mixed up.
fn parameter(id: &str, text: &Text) -> String {
    match text.values.as_slice() {
        [value] => format!("{value}: impl Into<FluentValue<'a>>"),
        values => {
            let types: Vec<String> = (0..values.len()).map(|number| format!("T{number}")).collect();
            format!("values: named::{}<{}>", camel_case(id), types.join(", "))
        }
    }
}

fn type_parameters(text: &Text) -> String {
    match text.values.as_slice() {
        [_] => String::new(),
        values => (0..values.len()).map(|number| format!(", T{number}: Into<FluentValue<'a>>")).collect(),
    }
}

/// The structs of the texts with several values.
fn generate_named_values(out: &mut String, fallback: &Areas) {
    out.push_str("/// The values of texts that have several.\npub mod named {\n");
    let texts = fallback.iter().flat_map(|(area, texts)| texts.iter().map(|(id, text)| (area.as_str(), id, text)));
    for (area, id, text) in texts.filter(|(.., text)| text.values.len() > 1) {
        let visible = visible(area);
        let types: Vec<String> = (0..text.values.len()).map(|number| format!("T{number}")).collect();
        let _ = writeln!(out, "    /// Of `{id}`.\n    {visible} struct {}<{}> {{", camel_case(id), types.join(", "));
        for (value, kind) in text.values.iter().zip(&types) {
            let _ = writeln!(out, "        /// As the text names it.\n        {visible} {value}: {kind},");
        }
        out.push_str("    }\n");
    }
    out.push_str("}\n");
}

fn visible(area: &str) -> &'static str {
    if FOR_THE_SERVER.contains(&area) { "pub" } else { "pub(crate)" }
}

fn camel_case(name: &str) -> String {
    name.split('-')
        .map(|part| part.chars().take(1).flat_map(char::to_uppercase).chain(part.chars().skip(1)).collect::<String>())
        .collect()
}
