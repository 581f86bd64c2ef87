//! The part of a page's script that fetches the rest of its module.

use super::FIRST;

/// `fetchRest`, which the module calls: nothing where the rest is here, and else a promise, the same for whoever asks in
/// the meantime. `name` is a file beside the script, and is held against `integrity`: a host that has another version by
/// now, and answers with its page, has nothing for this one.
///
/// The compilation waits for all of it, so a host may call it what it likes. As `ahead` it is there for whatever starts the
/// app, to have it fetched before anybody asks.
pub fn script(name: &str, integrity: &str) -> String {
    format!(
        "\
let rest, restIsHere;
async function fetchTheRest() {{
    try {{
        const answer = await fetch(new URL('{name}', import.meta.url), {{ integrity: '{integrity}' }});
        await WebAssembly.instantiate(await answer.arrayBuffer(), {{ ...__wbg_get_imports(), {FIRST}: wasm }});
        restIsHere = true;
    }} catch (error) {{
        rest = undefined;
        throw error;
    }}
}}
function fetchRest() {{
    return restIsHere ? undefined : rest ||= fetchTheRest();
}}
export {{ fetchRest as ahead }};
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glue;

    /// What wasm-bindgen writes, as far as it matters.
    const SCRIPT: &str = "\
function __wbg_get_imports() {
    return { './app.js': { 0: function() { return fetchRest(); } } };
}
let wasm;
export { wasm as default };
";

    #[test]
    fn can_be_shortened_with_the_script_around_it() {
        let whole = script("app_rest.wasm", "sha384-abc") + SCRIPT;

        let shorter = glue::shorten(&whole).unwrap();

        assert!(shorter.contains("'app_rest.wasm',import.meta.url),{integrity:'sha384-abc'}"), "{shorter}");
        assert!(!shorter.contains("fetchRest"), "{shorter}");
        assert!(shorter.contains(" as ahead}"), "{shorter}");
    }
}
