//! What `index.html` shows by itself, and where the app does not start.

use e2e::{App, Manners, World};

#[test]
fn a_page_without_javascript_says_what_it_needs_in_both_languages() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.runs_no_scripts();

    visitor.opens("session");

    visitor.sees("noscript p[lang='fr']");
    visitor.sees("noscript p[lang='en']");
    assert!(!visitor.has_text("One moment"), "nothing is about to happen");
}

#[test]
fn a_browser_without_webassembly_says_what_it_needs_at_once() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.bears_with_the_console();
    visitor.runs_first("delete globalThis.WebAssembly");

    visitor.opens("");

    visitor.sees(".refused p[lang='fr']");
    visitor.sees(".refused p[lang='en']");
    assert!(!visitor.has_text("One moment"));
}

#[test]
fn a_host_that_forbids_webassembly_has_it_said_at_once() {
    let world = World::serving(App::WithoutWebAssembly, |_| {});
    let visitor = world.visitor();
    visitor.bears_with_the_console();

    visitor.opens("");

    visitor.sees(".refused p[lang='en']");
    assert!(!visitor.has_text("One moment"));
}

#[test]
fn the_theme_that_was_chosen_is_there_before_the_app_is() {
    let world = World::start();
    let visitor = world.visitor_with(&Manners { language: "fr-FR", ..Manners::default() });
    visitor.bears_with_the_console();
    visitor.opens("settings");
    visitor.presses_on("fieldset:last-of-type label:last-child");
    visitor.sees("[data-theme='dark']");
    visitor.loads_no("*://*:*/*.wasm");

    visitor.reloads();

    visitor.sees("main:not([data-page]) h1");
    let background = visitor.asks_the_page("return getComputedStyle(document.body).backgroundColor");
    assert_eq!(background, "rgb(16, 21, 27)");
}

#[test]
fn the_app_takes_over_from_the_shell_without_a_jump() {
    for size in [(1100, 800), (390, 844)] {
        let world = World::start();
        let visitor = world.visitor_with(&Manners { size, ..Manners::default() });

        visitor.opens("");
        visitor.sees_page("home");

        let jumps = visitor.asks_the_page(
            "return new Promise(tell => {
                const at = ({ x, y, width, height }) => [x, y, width, height].join(' ');
                const told = ({ node, previousRect, currentRect }) =>
                    `${node?.outerHTML ?? node?.textContent}: ${at(previousRect)} -> ${at(currentRect)}`;
                const jumps = list => list.getEntries().map(jump => [jump.value, ...jump.sources.map(told)]);
                new PerformanceObserver(list => tell(jumps(list))).observe({ type: 'layout-shift', buffered: true });
                requestAnimationFrame(() => requestAnimationFrame(() => tell([])));
            })",
        );
        assert_eq!(jumps, serde_json::json!([]), "{size:?}");
    }
}

/// Browsers paint what they have read of a page so far: here it is taken away again from its end, one element at a time.
#[test]
fn what_is_painted_before_the_shell_is_read_to_its_end_stays_where_it_is() {
    for size in [(1100, 800), (390, 844)] {
        let world = World::start();
        let visitor = world.visitor_with(&Manners { size, ..Manners::default() });
        visitor.bears_with_the_console();
        visitor.loads_no("*://*:*/*.wasm");
        visitor.opens("");
        visitor.sees("main:not([data-page]) h1");

        let moved = visitor.asks_the_page(
            "document.querySelector('#lost').hidden = true;
            const place = element => {
                const { x, y, width } = element.getBoundingClientRect();
                return width ? `${x} ${y}` : '';
            };
            const elements = [...document.querySelectorAll('.shell *')];
            const before = elements.map(place);
            const moved = new Set();
            while (elements.length) {
                elements.pop().remove();
                elements.forEach((element, at) => {
                    const now = place(element);
                    if (now && now !== before[at]) moved.add(`${element.outerHTML}: ${now}, then ${before[at]}`);
                });
            }
            return [before.filter(place => place).length > 5, [...moved]]",
        );

        assert_eq!(moved, serde_json::json!([true, []]), "{size:?}");
    }
}

#[test]
fn the_page_has_a_name_an_icon_and_a_manifest_of_its_own() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens("");
    visitor.sees_page("home");

    let loads = visitor.asks_the_page(
        "return Promise.all([...document.querySelectorAll('link[rel=icon], link[rel=apple-touch-icon], link[rel=manifest]')]
            .map(async ({ rel, href }) => {
                const answer = await fetch(href);
                return `${rel} ${answer.status} ${answer.headers.get('content-type')}`;
            }))",
    );

    let expected = [
        "icon 200 image/svg+xml",
        "apple-touch-icon 200 image/png",
        "manifest 200 application/manifest+json",
    ];
    assert_eq!(loads, serde_json::json!(expected));
}
