//! Everything that could end up in a log, as it would read there.

use std::fmt::Debug;

use lifen_connect::session::{Effect, Event, Session, View};

/// Formats what passes by.
#[derive(Clone, Debug, Default)]
pub struct Witness {
    lines: Vec<String>,
    looks_away: bool,
}

impl Witness {
    /// Formats nothing from here on: most of the time a world takes goes into it.
    pub fn looks_away(&mut self) {
        self.looks_away = true;
    }

    pub fn saw_event(&mut self, event: &Event) {
        self.note(event);
    }

    pub fn saw_effect(&mut self, effect: &Effect) {
        self.note(effect);
    }

    pub fn saw_session(&mut self, session: &Session) {
        if self.looks_away {
            return;
        }
        self.note(session);
        let view = session.view();
        self.note(&view);
        match &view {
            View::Failed { error, .. } => self.note_error(error),
            View::SignedIn { notice: Some(notice), .. } => self.note_error(notice.error()),
            _ => {}
        }
    }

    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    fn note_error(&mut self, error: &lifen_connect::session::Error) {
        self.note(error);
        self.lines.push(format!("{error} {} {:?}", error.code(), error.quotation()));
    }

    /// In both forms of `Debug`: the second is what a log of a whole session looks like.
    fn note(&mut self, value: &impl Debug) {
        if self.looks_away {
            return;
        }
        self.lines.extend([format!("{value:?}"), format!("{value:#?}")]);
    }
}
