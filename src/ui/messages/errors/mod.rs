//! What a person reads about each error: what happened, and what to do now.
//!
//! Written for somebody at six in the morning: short, concrete, without jargon. Each code has a text of its own: a title,
//! which codes of a kind may share; the cause, which is the code's alone; and the next step. Every `match` is complete,
//! so an error without words does not build.

mod accounts;
mod before;
mod calls;
mod id_token;
mod provider;
mod shared;
mod userinfo;

use super::{Language, Sentence};
use crate::protocol::token::TokenError;
use crate::session::{Error, Notice};

/// What is said about one error.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    pub tone: Tone,
    pub title: Sentence,
    /// What is particular to it.
    pub cause: Sentence,
    /// What to do now, and what is not lost.
    pub step: Sentence,
}

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to do.
    Amber,
    /// Something is lost, or unsafe.
    Red,
}

/// Words in the program's own data: of a text that is shared, one copy.
macro_rules! words {
    ($tone:ident, [$title_fr:literal, $title_en:literal], $($rest:tt)+) => {
        words!($tone, Sentence { fr: $title_fr, en: $title_en }, $($rest)+)
    };
    ($tone:ident, $title:expr, [$fr:literal, $en:literal], [$step_fr:literal, $step_en:literal]) => {
        words!($tone, $title, [$fr, $en], Sentence { fr: $step_fr, en: $step_en })
    };
    ($tone:ident, $title:expr, [$fr:literal, $en:literal], $step:expr) => {
        &Words {
            tone: Tone::$tone,
            title: $title,
            cause: Sentence { fr: $fr, en: $en },
            step: $step,
        }
    };
}

use words;

impl Words {
    pub fn about(error: &Error) -> &'static Self {
        match error {
            Error::Configuration(error) => before::about_configuration(error),
            Error::Environment(error) => before::about_environment(*error),
            Error::Transport(error) => before::about_silence(error.silence),
            Error::InitiatedLogin(error) => before::about_link(error),
            Error::Session(error) => before::about_session(*error),
            Error::Metadata(error) => provider::about_metadata(error),
            Error::Keys(error) => provider::about_keys(error),
            Error::PushedRequest(error) => provider::about_pushed_request(error),
            Error::Authorization(error) => provider::about_authorization(error),
            Error::Token(error) => provider::about_token(error),
            Error::IdToken(error) => id_token::about(error),
            Error::UserInfo(error) => userinfo::about(error),
            Error::Api(error) => calls::about(error),
            Error::Account(error) => accounts::about(error),
        }
    }

    /// About what did not end the session: its silence is not the sign-in's.
    pub fn about_notice(notice: &Notice) -> &'static Self {
        match notice {
            Notice::Profile(error) if matches!(**error, Error::UserInfo(_)) => Self::about(error),
            Notice::Profile(_) => userinfo::NOT_ASKED,
            Notice::Renewal(error) => match **error {
                Error::Token(TokenError::Refused { .. } | TokenError::TypeUnsupported { .. }) => {
                    userinfo::RENEWAL_REFUSED
                }
                _ => userinfo::RENEWAL_WAITS,
            },
            Notice::Call(error) => Self::about(error),
        }
    }

    /// All that is said below the title.
    pub fn body(&self, language: Language) -> String {
        [self.cause.within(language), " ", self.step.within(language)].concat()
    }
}
