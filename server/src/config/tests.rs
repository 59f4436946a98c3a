use std::path::Path;

use secrecy::ExposeSecret;

use super::*;

fn from_file(content: &str) -> Result<Settings, Vec<Mistake>> {
    Settings::from_sources(Sources::read(Some((Path::new("minside.toml"), content)), std::iter::empty()))
}

fn from_variables(variables: &[(&str, &str)]) -> Result<Settings, Vec<Mistake>> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::from_sources(Sources::read(None, variables))
}

fn shown(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_settings_at_all_are_valid() {
    let settings = from_file("").unwrap();
    assert_eq!(settings.server.addr.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.database.url.expose_secret(), DEFAULT_DATABASE);
    assert_eq!(settings.municipality.default_language.tag(), "nb");
}

#[test]
fn every_setting_has_an_example_and_every_example_is_valid() {
    let mut lines = Vec::new();
    let mut section = "";
    let reference: Vec<&str> = DEFAULTS.lines().collect();
    for (index, line) in reference.iter().enumerate() {
        if line.starts_with('[') {
            section = line;
        }
        let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else { continue };
        let example = reference[index - 1].strip_prefix("# Example: ");
        let example = example.unwrap_or_else(|| panic!("{section} {key} has no example above it"));
        // Where two are shown, the first is tried; files are tried by tests of their own.
        let example = example.split(" or ").next().unwrap();
        if !key.ends_with("_file") {
            lines.push(format!("{section}\n{key} = {example}\n"));
        }
    }
    for line in lines {
        let public = "[server]\npublic_url = \"https://minside.test\"\n";
        let content = if line.contains("\naddr = ") && line.starts_with("[server]") {
            format!("{public}{}", line.replace("[server]\n", ""))
        } else {
            line
        };
        // A provider is set by its `client_id`; the rest must then be said, too.
        let content = if content.contains("\nclient_id = ") {
            format!("{content}issuer = \"https://login.example\"\nclient_secret = \"secret\"\n")
        } else {
            content
        };
        let content =
            if content.contains("\nclass_system = ") { format!("{content}class = \"056\"\n") } else { content };
        from_file(&content).unwrap_or_else(|mistakes| panic!("{content}{}", shown(&mistakes)));
    }
}

#[test]
fn the_archive_is_told_who_may_see_what_it_gets() {
    let archive = from_file("[archive]\nclass = \"056\"").unwrap().archive;
    assert_eq!(
        (archive.class.as_deref(), archive.class_system, archive.access_code.as_str()),
        (Some("056"), None, "UO")
    );
    let open = from_file("[archive]\naccess_code = \"\"\naccess_basis = \"\"\nclass_system = \"K\"").unwrap_err();
    let keys: Vec<&str> = open.iter().map(|mistake| mistake.key.as_str()).collect();
    assert_eq!(keys, ["archive.class_system", "archive.access_code", "archive.access_basis"]);
}

#[test]
fn a_variable_wins_over_the_file_and_the_file_over_the_default() {
    let file = "[municipality]\nname = \"Fjordvik kommune\"\nombud_phone = \"75 00 00 00\"";
    let variables = [("MINSIDE__MUNICIPALITY__NAME".to_owned(), "Innvik kommune".to_owned())];
    let sources = Sources::read(Some((Path::new("minside.toml"), file)), variables.into_iter());
    let settings = Settings::from_sources(sources).unwrap();
    assert_eq!(settings.municipality.shown.name, "Innvik kommune");
    assert_eq!(settings.municipality.shown.ombud.phone.as_deref(), Some("75 00 00 00"));
}

#[test]
fn variables_are_text_so_that_leading_zeros_and_lists_survive() {
    let settings = from_variables(&[
        ("MINSIDE__MUNICIPALITY__OMBUD_PHONE", "004775000000"),
        ("MINSIDE__SERVER__TRUSTED_PROXIES", "10.0.0.0/8, 192.168.1.5"),
        ("PATH", "/bin"),
    ])
    .unwrap();
    assert_eq!(settings.municipality.shown.ombud.phone.as_deref(), Some("004775000000"));
    assert_eq!(settings.server.trusted_proxies.len(), 2);
}

#[test]
fn all_mistakes_are_reported_at_once_each_with_key_problem_and_example() {
    let mistakes = from_file(
        "[server]\naddr = \"localhost\"\ntrusted_proxys = []\n\
         [limits]\nform_bytes = 1\nrequest_seconds = \"soon\"\n\
         [municipality]\norganisation_number = \"123456789\"\ndefault_language = \"se\"\nlogo_file = \"logo.gif\"\n\
         [log]\nformat = \"xml\"\n",
    )
    .unwrap_err();
    insta::assert_snapshot!(shown(&mistakes));
}

#[test]
fn a_file_that_is_not_toml_names_its_line() {
    let mistakes = from_file("[server]\naddr = \n").unwrap_err();
    assert!(shown(&mistakes).starts_with("minside.toml: line 2 is not TOML"), "{}", shown(&mistakes));
}

#[test]
fn an_unknown_variable_is_refused_and_the_nearest_key_named() {
    let mistakes = from_variables(&[("MINSIDE__SERVER__ADRR", "127.0.0.1:1")]).unwrap_err();
    assert_eq!(
        shown(&mistakes),
        "server.adrr: there is no such setting (the variable MINSIDE__SERVER__ADRR); did you mean server.addr?"
    );
}

#[test]
fn people_elsewhere_are_never_served_without_https() {
    let plain = from_file("[server]\npublic_url = \"http://minside.fjordvik.kommune.no\"").unwrap_err();
    assert!(shown(&plain).contains("must be https"));
    let open = from_file("[server]\naddr = \"0.0.0.0:8080\"").unwrap_err();
    assert!(shown(&open).contains("server.public_url: must be set"));
    let both = from_file("[server]\naddr = \"0.0.0.0:8080\"\npublic_url = \"http://localhost:8080\"").unwrap_err();
    assert!(shown(&both).contains("must be https when server.addr"), "{}", shown(&both));
    from_file("[server]\npublic_url = \"http://localhost:8080\"").unwrap();
    from_file("[server]\naddr = \"0.0.0.0:8080\"\npublic_url = \"https://minside.test\"").unwrap();
}

#[test]
fn a_secret_comes_from_a_file_and_is_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("database");
    std::fs::write(&file, "postgres://minside:hunter2@db/minside\n").unwrap();
    let settings = from_variables(&[("MINSIDE__DATABASE__URL_FILE", file.to_str().unwrap())]).unwrap();
    assert_eq!(settings.database.url.expose_secret(), "postgres://minside:hunter2@db/minside");
    assert!(!format!("{settings:?}").contains("hunter2"));

    let wrong = from_variables(&[("MINSIDE__DATABASE__URL", "mysql://minside:hunter2@db/minside")]).unwrap_err();
    assert!(shown(&wrong).contains("must begin with sqlite: or postgres://"));
    assert!(!shown(&wrong).contains("hunter2"));
}

#[test]
fn a_secret_said_twice_or_in_a_missing_file_is_refused() {
    let twice =
        from_variables(&[("MINSIDE__DATABASE__URL", "sqlite:a.db"), ("MINSIDE__DATABASE__URL_FILE", "/nowhere")]);
    assert!(shown(&twice.unwrap_err()).contains("cannot be set together with database.url"));
    let missing = from_variables(&[("MINSIDE__DATABASE__URL_FILE", "/nowhere/at/all")]).unwrap_err();
    assert!(shown(&missing).contains("the file /nowhere/at/all cannot be read"));
}

#[test]
fn a_secret_in_the_wrong_place_is_not_shown_either() {
    let in_file =
        from_variables(&[("MINSIDE__DATABASE__URL_FILE", "postgres://minside:hunter2@db/minside")]).unwrap_err();
    assert!(shown(&in_file).contains("must be the name of a file"), "{}", shown(&in_file));
    let in_url = from_variables(&[("MINSIDE__SERVER__PUBLIC_URL", "https://:hunter2@minside.test")]).unwrap_err();
    assert!(shown(&in_url).contains("must not hold a user or a password"));
    assert!(!shown(&in_file).contains("hunter2") && !shown(&in_url).contains("hunter2"));
}

#[test]
fn a_variable_with_one_underscore_too_few_is_noticed() {
    let mistakes = from_variables(&[("MINSIDE_SERVER_ADDR", "127.0.0.1:1")]).unwrap_err();
    let said = shown(&mistakes);
    assert!(said.contains("the variable MINSIDE_SERVER_ADDR is not read; write MINSIDE__SERVER__ADDR"), "{said}");
    from_variables(&[("MINSIDE_TEST_POSTGRES", "anything")]).unwrap();
}

#[test]
fn a_misspelt_level_never_silences_the_log() {
    for wrong in ["warning", "inf", "sqlx=debug", "info,sqlx", "info,=debug", ","] {
        let file = format!("[log]\nlevel = \"{wrong}\"");
        assert!(from_file(&file).is_err(), "{wrong}");
    }
    from_file("[log]\nlevel = \"info,sqlx=debug, hyper=warn\"").unwrap();
}

#[test]
fn an_organisation_number_is_checked_by_its_control_digit() {
    let settings = from_file("[municipality]\norganisation_number = \"987 654 325\"");
    let Ok(settings) = settings else { panic!("{}", shown(&settings.unwrap_err())) };
    assert_eq!(settings.municipality.shown.organisation_number.as_deref(), Some("987654325"));
}

#[test]
fn an_address_is_not_taken_for_a_folder_of_files() {
    let mistakes = from_file("[vault]\nblobs = \"https://store.example/bucket\"").unwrap_err();
    assert!(shown(&mistakes).contains("vault.blobs: must be a folder, or begin with s3://"), "{}", shown(&mistakes));
    from_file("[vault]\nblobs = \"/var/lib/minside/blobs\"").unwrap();
}

#[test]
fn a_bucket_needs_all_that_belongs_to_it() {
    let mistakes = from_file("[vault]\nblobs = \"s3://Bucket/a//b\"").unwrap_err();
    insta::assert_snapshot!(shown(&mistakes));
    let s3 = "endpoint = \"https://store.example\"\nkey_id = \"minside\"\nsecret_key = \"secret\"";
    let settings = from_file(&format!("[vault]\nblobs = \"s3://bucket/a/b\"\n[vault.s3]\n{s3}")).unwrap();
    assert_eq!(settings.vault.blobs.shown(), "s3://bucket/a/b");
    assert!(!format!("{settings:?}").contains("\"secret\""), "the settings show the key");
}

#[test]
fn a_bucket_is_spoken_to_with_tls() {
    let written = |endpoint: &str| {
        let s3 = format!("endpoint = \"{endpoint}\"\nkey_id = \"minside\"\nsecret_key = \"secret\"");
        from_file(&format!("[vault]\nblobs = \"s3://bucket\"\n[vault.s3]\n{s3}"))
    };
    for endpoint in ["https://store.example", "http://127.0.0.1:9000", "http://[::1]:9000", "http://localhost:9000"] {
        written(endpoint).unwrap();
    }
    for endpoint in ["http://store.example", "store.example", "https://a@store.example", "https://store.example?a=b"] {
        assert!(written(endpoint).is_err(), "{endpoint}");
    }
}

#[test]
fn what_stands_for_a_role_is_a_value_and_a_role_that_there_is() {
    let entra = |more: &str| {
        let set = "issuer = \"https://login.example/t/v2.0\"\nclient_id = \"x\"\nclient_secret = \"y\"";
        from_file(&format!("[login.entra]\n{set}\n{more}"))
    };
    let settings =
        entra("roles = [\"A = ombud\", \"B=reviewer:health\"]\ngroups = [\"g = caseworker:Dokumentsenteret\"]");
    let claims = settings.unwrap().login.providers[0].role_claims.clone();
    assert_eq!((claims.roles.len(), claims.groups.len(), claims.national_id), (2, 1, None));
    for wrong in ["ombud", "A = boss", "= ombud", "A = reviewer:sports"] {
        let mistakes = entra(&format!("roles = [\"{wrong}\"]")).unwrap_err();
        let said = shown(&mistakes);
        assert!(said.contains("login.entra.roles: ") && said.contains("an equals sign, and a role"), "{said}");
    }
    assert!(shown(&from_file("[cases]\nunit = \"\"").unwrap_err()).contains("cases.unit: is empty"));
}
