//! The few elements that surfaces are made of, as plain functions.
//!
//! `view!` gives every shape of markup a type, and every type its own code: some two kilobytes each. What many pages
//! share is therefore built from one element, one button and one text, each compiled once.

use leptos::html;
use leptos::prelude::*;

/// An element with a class and children.
pub fn element(
    tag: &'static str,
    class: &'static str,
    children: impl IntoIterator<Item = AnyView>,
) -> AnyView {
    special(tag, class, &[], children)
}

/// An element with up to four more attributes.
pub fn special(
    tag: &'static str,
    class: &'static str,
    attributes: &[(&'static str, &str)],
    children: impl IntoIterator<Item = AnyView>,
) -> AnyView {
    collected(tag, class, attributes, children.into_iter().collect())
}

/// Compiled once, whatever the children were collected from.
fn collected(
    tag: &'static str,
    class: &'static str,
    attributes: &[(&'static str, &str)],
    children: Vec<AnyView>,
) -> AnyView {
    debug_assert!(attributes.len() <= 4, "a fifth attribute would be lost");
    let attribute = |place: usize| match attributes.get(place) {
        Some((name, value)) => (*name, Some((*value).to_owned())),
        None => ("title", None),
    };
    let (first, second, third, fourth) = (attribute(0), attribute(1), attribute(2), attribute(3));
    html::custom(tag)
        .attr("class", Some(class.to_owned()).filter(|class| !class.is_empty()))
        .attr(first.0, first.1)
        .attr(second.0, second.1)
        .attr(third.0, third.1)
        .attr(fourth.0, fourth.1)
        .child(children)
        .into_any()
}

/// The heading of a page. It takes the focus when the page is new.
pub fn heading(text: &str) -> AnyView {
    special("h1", "", &[("tabindex", "-1")], [self::text(text)])
}

pub fn paragraph(text: &str) -> AnyView {
    element("p", "", [self::text(text)])
}

pub fn text(text: &str) -> AnyView {
    text.to_owned().into_any()
}

/// A button that does something.
pub fn button(class: &'static str, label: &str, act: impl Fn() + 'static) -> AnyView {
    boxed(class, label, Box::new(act))
}

/// Compiled once, whatever the button does.
fn boxed(class: &'static str, label: &str, act: Box<dyn Fn()>) -> AnyView {
    html::button()
        .attr("type", "button")
        .attr("class", class)
        .on(leptos::ev::click, move |_| act())
        .child(label.to_owned())
        .into_any()
}

/// A part of the page that is drawn anew whenever a signal it read has changed.
pub fn dynamic(draw: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn FnMut() -> AnyView + Send> = Box::new(draw);
    draw.into_any()
}
