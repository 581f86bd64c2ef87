//! The table of the documentation, as the source has it.

use std::fs;
use std::path::{Path, PathBuf};

use lifen_connect::session::{Error, Remedy};
use lifen_connect::ui::messages::{self, Language, Words};

use super::specimens::every_error;

const HOW: &str = "docs/errors.md is not what the source says: `cargo xtask errors` writes it anew";

#[test]
fn has_every_code_with_its_sentence() {
    // Git may have checked it out with the line ends of another system.
    let found = fs::read_to_string(path()).unwrap_or_default().replace("\r\n", "\n");

    assert!(found == table(), "{HOW}");
}

/// Not a test: what `cargo xtask errors` runs.
#[test]
#[ignore = "writes docs/errors.md"]
fn is_written_anew() {
    fs::write(path(), table()).expect("docs/errors.md");
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors.md")
}

fn table() -> String {
    let mut table = String::from(
        "# What can go wrong, and what is said of it\n\n\
         Written by `cargo xtask errors` from [the source](../src/ui/messages/errors); the native tests hold it to that.\n\n\
         A code is stable: tests, logs and support tickets can key on it. `error.code()` gives it, `error.to_string()` a \
         technical\nsentence with what was expected and found where both are public, and `error.remedy()` the one next \
         step. The error page\nshows the title, the text and the button of that step, in the reader's language; below \
         them, small, the code, the time and\na reference. The reference is the moment of the failure in milliseconds \
         since 1970, its last 32 bits in hexadecimal: support\ncan find that moment in the provider's logs. What the \
         provider said is quoted as its own. \u{201c}Copy for support\u{201d} copies code,\ntechnical sentence, reference, \
         moment, and the provider's own correlation id where it gave one; nothing secret, and nothing\nthat says who \
         somebody is.\n",
    );
    let mut kind = "";
    for code in Error::codes() {
        let error = every_error().into_iter().find(|error| error.code() == code);
        let error = error.unwrap_or_else(|| panic!("tests/errors/specimens.rs has no {code}"));
        if kind_of(&error) != kind {
            kind = kind_of(&error);
            table.push_str(&format!(
                "\n## {kind}\n\n| code | en français | in English | next step |\n| --- | --- | --- | --- |\n"
            ));
        }
        let words = Words::about(&error);
        let cell =
            |language: Language| format!("**{}**<br>{}", words.title.within(language), words.body(language));
        let step = step(error.remedy());
        let row = [cell(Language::French), cell(Language::English)].map(|cell| cell.replace('|', "\\|"));
        table.push_str(&format!("| `{code}` | {} | {} | {step} |\n", row[0], row[1]));
    }
    table
}

fn kind_of(error: &Error) -> &'static str {
    match error {
        Error::Configuration(_) => "The configuration",
        Error::Environment(_) => "The browser",
        Error::Transport(_) => "Nobody answered",
        Error::Metadata(_) => "The provider's metadata",
        Error::Keys(_) => "The provider's keys",
        Error::PushedRequest(_) => "Pushed authorization requests",
        Error::Authorization(_) => "The authorization response",
        Error::Token(_) => "The token response",
        Error::IdToken(_) => "The ID Token",
        Error::UserInfo(_) => "Userinfo (a notice: the session goes on)",
        Error::Api(_) => "Calls to APIs (the session goes on)",
        Error::Session(_) => "What became of a session",
        Error::Account(_) => "The account behind the person (the session goes on)",
        Error::InitiatedLogin(_) => "A link by which another site asks for a sign-in",
    }
}

/// The button.
fn step(remedy: Remedy) -> &'static str {
    let label = match remedy {
        Remedy::SignInAgain => messages::SIGN_IN_AGAIN,
        Remedy::TryAgain | Remedy::LookAgain | Remedy::Reload => messages::TRY_AGAIN,
        Remedy::ContactSupport => messages::COPY_FOR_SUPPORT,
    };
    label.en
}
