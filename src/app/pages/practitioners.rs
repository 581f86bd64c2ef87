//! The workspace's directory, to be searched and leafed through: what an app does with the access it was given.

mod asking;
mod results;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::session::notice;
use crate::app::directory::{place_of, searched_at};
use crate::app::words;
use crate::browser::{current_place, show_place};
use crate::session::Identity;
use crate::ui::elements::{dynamic, element, heading, paragraph, special, text};
use crate::ui::{Later, say, use_session};
use asking::Directory;
use results::{curl, elsewhere, pager, results, status};

const FIELD: &str = "practitioner-name";

/// The page of whoever is signed in.
pub struct Practitioners(pub Arc<Identity>);

impl Later for Practitioners {
    fn show(&self) -> AnyView {
        practitioners_page(&self.0)
    }
}

fn practitioners_page(identity: &Identity) -> AnyView {
    let session = use_session();
    let notices = special("div", "", &[("role", "status")], [dynamic(move || notice(session))]);
    let Some(user) = identity.lifen.user.clone().filter(|user| user.api("").is_some()) else {
        let lost = special(
            "p",
            "notice amber",
            &[("data-notice", "directory-unknown")],
            [text(say(words::NO_DIRECTORY))],
        );
        return vec![notices, heading(say(words::PRACTITIONERS)), lost].into_any();
    };
    let name = searched_at(&current_place());
    let directory = Directory::new(session, user, identity.token_type);
    directory.ask_who_they_are();
    directory.return_to(&name);
    let title = [heading(say(words::PRACTITIONERS)), dynamic(move || workspace(directory))];
    let content = [
        element("div", "", title),
        search(&name, directory),
        // It is there before anything is found: what is put into it later is read out.
        special(
            "p",
            "quiet",
            &[("role", "status"), ("data-results", "")],
            [dynamic(move || status(directory))],
        ),
        results(directory),
        pager(directory),
        dynamic(move || elsewhere(directory)),
        curl(directory),
    ];
    vec![notices, element("section", "directory", content)].into_any()
}

fn workspace(directory: Directory) -> AnyView {
    match directory.workspace() {
        Some(name) => special("p", "quiet", &[("data-claim", "organization")], [text(&name)]),
        None => paragraph(""),
    }
}

/// The field stays as it is, focus and all, whatever is found: only what is below is drawn anew. A search begins when the
/// person presses Enter or the button, and by itself once they pause.
fn search(name: &str, directory: Directory) -> AnyView {
    let begin = move |name: String| {
        show_place(&place_of(current_place().path(), &name));
        directory.search(&name);
    };
    let field = NodeRef::<html::Input>::new();
    let typed = move || field.get_untracked().map(|field| field.value()).unwrap_or_default();
    let input = html::input()
        .attr("id", FIELD)
        .attr("type", "search")
        .attr("name", "name")
        .attr("autocomplete", "off")
        .attr("maxlength", "100")
        .attr("value", name.to_owned())
        .on(leptos::ev::input, move |_| directory.after_a_pause(move || begin(typed())))
        .node_ref(field);
    let label = special("label", "", &[("for", FIELD)], [text(say(words::SEARCH_NAME))]);
    let submit = special("button", "secondary", &[("type", "submit")], [text(say(words::SEARCH))]);
    html::form()
        .attr("class", "search")
        .attr("role", "search")
        .on(leptos::ev::submit, move |event| {
            event.prevent_default();
            begin(typed());
        })
        .child(vec![label, element("div", "", [input.into_any(), submit])])
        .into_any()
}
