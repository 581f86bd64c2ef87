//! What a file of each layer may not say.

use super::breach::Breach;
use super::paths::{Resolved, module_of, paths_out_of};
use super::tokens::{Token, tokens};
use super::{APART, LAYERS, PURE};

/// Words that bring a clock, randomness, the outside world or a memory of its own into a pure layer. A cell is none:
/// it cannot outlive the call in a static.
const IMPURE: [&str; 38] = [
    "SystemTime",
    "Instant",
    "UNIX_EPOCH",
    "chrono",
    "web_time",
    "getrandom",
    "rand",
    "OsRng",
    "fs",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "env",
    "thread",
    "process",
    "stdin",
    "stdout",
    "stderr",
    "print",
    "println",
    "eprint",
    "eprintln",
    "dbg",
    "tokio",
    "reqwest",
    "js_sys",
    "web_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "gloo_net",
    "gloo_storage",
    "gloo_timers",
    "leptos",
    "thread_local",
    "OnceLock",
    "LazyLock",
    "Mutex",
    "RwLock",
];

/// Words that would make a pure layer wait.
const WAITING: [&str; 4] = ["async", "await", "Future", "spawn_local"];

/// Checks one file of `src/`, named as it lies in the repository.
pub fn breaches_of_a_source(path: &str, text: &str) -> Vec<Breach> {
    let Some(tokens) = tokens(text) else { return vec![unreadable(path)] };
    let module = module_of(path);
    let mut breaches = Vec::new();
    let mut tell = |line, why: String| breaches.push(Breach { path: path.to_owned(), line, why });

    if let Some(layer) = module.first() {
        match position(layer) {
            Some(own) => {
                for resolved in paths_out_of(&module, &tokens) {
                    if let Some(why) = upward(own, &resolved) {
                        tell(resolved.line, why);
                    }
                }
            }
            None => tell(1, format!("`{layer}` is no layer; is it to be one, name it among them")),
        }
        if PURE.contains(&layer.as_str()) {
            for token in &tokens {
                if let Some(why) = impure(layer, token) {
                    tell(token.line, why);
                }
            }
        }
    }
    for line in ways_around(&tokens) {
        tell(line, "a file from elsewhere is in no layer".to_owned());
    }
    for line in mentions_of_the_provider(&tokens) {
        tell(line, "the provider is there to test this crate: `src/` does not know it".to_owned());
    }
    breaches
}

/// Checks one file of `provider/`.
pub fn breaches_of_the_provider(path: &str, text: &str) -> Vec<Breach> {
    let Some(tokens) = tokens(text) else { return vec![unreadable(path)] };
    let why = "the provider is a second reading of the specifications: it shares no code with `src/`";
    let named = tokens.iter().filter(|token| token.is("lifen_connect")).map(|token| token.line);
    named
        .chain(ways_around(&tokens))
        .map(|line| Breach { path: path.to_owned(), line, why: why.to_owned() })
        .collect()
}

fn unreadable(path: &str) -> Breach {
    Breach { path: path.to_owned(), line: 1, why: "this is no Rust".to_owned() }
}

fn position(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|known| *known == layer)
}

fn upward(own: usize, resolved: &Resolved) -> Option<String> {
    let layer = LAYERS[own];
    match resolved.segments.first().map(String::as_str) {
        None | Some("*") => Some(format!("`{layer}` takes the crate's root, and with it every layer")),
        Some(first) => match position(first) {
            Some(other) if other > own => {
                Some(format!("`{layer}` may not import `{first}`, which is above it"))
            }
            Some(_) if APART.contains(&(layer, first)) => {
                Some(format!("`{layer}` may not import `{first}`: neither knows the other"))
            }
            Some(_) => None,
            None => Some(format!("`{first}` is no layer: import it from the one it belongs to")),
        },
    }
}

fn impure(layer: &str, token: &Token) -> Option<String> {
    let word = token.text.as_str();
    if WAITING.contains(&word) {
        return Some(format!("`{layer}` never waits: no `{word}`"));
    }
    let impure = IMPURE.contains(&word) || word.starts_with("Atomic");
    impure.then(|| format!("`{layer}` is pure: what `{word}` would bring is an argument or an effect"))
}

/// `#[path = "…"]` and `include!("…")`, which bring in a file under a module it does not lie in.
fn ways_around(tokens: &[Token]) -> impl Iterator<Item = usize> {
    tokens.windows(3).filter_map(|window| {
        let by_attribute = window[0].is("[") && window[1].is("path") && window[2].is("=");
        let by_macro = window[0].is("include") && window[1].is("!");
        (by_attribute || by_macro).then_some(window[0].line)
    })
}

/// `provider::…` where it is the crate, not a module or an import of that name.
fn mentions_of_the_provider(tokens: &[Token]) -> Vec<usize> {
    let before = |at: usize, back: usize| at.checked_sub(back).map(|index| &tokens[index]);
    let is_named = |at: usize, word: &str| before(at, 1).is_some_and(|token| token.is(word));
    let here = tokens.iter().enumerate().filter(|(_, token)| token.is("provider")).map(|(at, _)| at);
    let here: Vec<_> = here.collect();
    let is_ours = here.iter().any(|at| {
        let ends = tokens.get(at + 1).is_none_or(|next| !next.is("::"));
        is_named(*at, "mod") || (ends && is_named(*at, "::"))
    });
    here.into_iter()
        .filter(|at| {
            let from_the_root = is_named(*at, "::")
                && !before(*at, 2)
                    .is_some_and(|token| token.is_word() && !is_keyword(token) || token.is(">"));
            let goes_on = tokens.get(at + 1).is_some_and(|next| next.is("::"));
            let begins = !is_named(*at, "::");
            is_named(*at, "crate") || from_the_root || (begins && goes_on && !is_ours)
        })
        .map(|at| tokens[at].line)
        .collect()
}

fn is_keyword(token: &Token) -> bool {
    ["use", "return", "in", "as", "pub", "impl", "for", "match", "if", "let", "else", "dyn", "mut", "ref"]
        .contains(&token.text.as_str())
}
