//! Writes what every page looks like into `screenshots/`, for eyes rather than for asserts: at a desk and on a phone, light
//! and dark, in French and English; on paper, and in the few colours that somebody set their computer to.
//!
//!     cargo xtask screenshots [error dark fr]     only pictures whose name has all these words

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use e2e::{View, Visitor, views};

const SIZES: [(&str, (u32, u32)); 2] = [("wide", (1100, 800)), ("narrow", (390, 844))];
const THEMES: [&str; 2] = ["light", "dark"];
const LANGUAGES: [&str; 2] = ["EN", "FR"];

/// How many browsers are open at a time.
const WALKERS: usize = 2;

fn main() {
    let album = Album {
        folder: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../screenshots")),
        wanted: std::env::args().skip(1).collect(),
    };
    fs::create_dir_all(&album.folder).expect("a folder for the pictures");
    let wanted: Vec<View> = views().into_iter().filter(|view| album.wants_any_of(view)).collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..WALKERS {
            scope.spawn(|| {
                while let Some(view) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
                    album.portray(view);
                }
            });
        }
    });
}

struct Album {
    folder: PathBuf,
    /// Words that the name of a picture has.
    wanted: Vec<String>,
}

impl Album {
    fn wants(&self, name: &str) -> bool {
        self.wanted.iter().all(|word| name.contains(word.as_str()))
    }

    fn wants_any_of(&self, view: &View) -> bool {
        looks().any(|look| self.wants(&look.name_of(view)))
    }

    fn portray(&self, view: &View) {
        let scene = view.reach();
        let visitor = &scene.visitor;
        for look in looks().filter(|look| self.wants(&look.name_of(view))) {
            visitor.has_a_screen_of(look.size);
            visitor.switches_to(look.language);
            match look.theme {
                "paper" => visitor.previews_the_print(),
                "contrast" => visitor.prefers(&[("forced-colors", "active")]),
                theme => visitor.prefers(&[("prefers-color-scheme", theme)]),
            }
            visitor.lets_everything_appear();
            self.take(visitor, &look.name_of(view));
            visitor.prefers(&[]);
        }
    }

    fn take(&self, visitor: &Visitor, name: &str) {
        fs::write(self.folder.join(name), visitor.takes_a_picture()).expect("a picture is written");
        println!("{name}");
    }
}

/// One way of being shown.
struct Look {
    width: &'static str,
    size: (u32, u32),
    theme: &'static str,
    language: &'static str,
}

impl Look {
    fn name_of(&self, view: &View) -> String {
        let language = self.language.to_lowercase();
        format!("{}-{}-{}-{language}.png", view.name, self.width, self.theme)
    }
}

fn looks() -> impl Iterator<Item = Look> {
    let on_screens = LANGUAGES.into_iter().flat_map(|language| {
        SIZES.into_iter().flat_map(move |(width, size)| {
            THEMES.into_iter().map(move |theme| Look { width, size, theme, language })
        })
    });
    let (width, size) = SIZES[0];
    let others = ["paper", "contrast"].map(|theme| Look { width, size, theme, language: "FR" });
    on_screens.chain(others)
}
