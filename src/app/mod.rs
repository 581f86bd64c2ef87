//! The application: pages over the library, and nothing the library should know.

#[cfg(any(target_arch = "wasm32", test))]
mod directory;
#[cfg(any(target_arch = "wasm32", test))]
mod document;
#[cfg(any(target_arch = "wasm32", test))]
mod kept;
mod route;
mod screen;

#[cfg(target_arch = "wasm32")]
mod chrome;
#[cfg(target_arch = "wasm32")]
mod link;
#[cfg(target_arch = "wasm32")]
mod pages;
#[cfg(target_arch = "wasm32")]
mod theme;
#[cfg(target_arch = "wasm32")]
mod words;

pub use route::Route;
pub use screen::Screen;

/// Starts the app: the response leaves the address bar first, then the shell of `index.html` gives way to the pages.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    use leptos::mount::mount_to;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;

    let page = crate::browser::Page::arrive();
    let root = document().get_element_by_id("app").and_then(|root| root.dyn_into().ok());
    let root: web_sys::HtmlElement = root.or_else(|| document().body()).expect("a page has a body");
    root.set_text_content(None);
    let is_hidden = page.is_hidden();
    let content = move || if is_hidden { ().into_any() } else { chrome::Chrome().into_any() };
    mount_to(
        root,
        move || view! { <crate::ui::ConnectProvider page>{content()}</crate::ui::ConnectProvider> },
    )
    .forget();
}
