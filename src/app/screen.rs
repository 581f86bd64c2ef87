//! Which page is shown, given the address and the session.

use super::Route;
use crate::session::{Stage, View};

/// A page as a person sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    Home,
    /// The provider's response is being redeemed.
    Callback,
    /// A page for signed-in people, seen by somebody who is not.
    Guard,
    Session,
    Error,
    NotFound,
}

impl Screen {
    pub fn of(route: Route, view: &View) -> Self {
        match (view, route) {
            (View::Failed { .. }, _) => Self::Error,
            (View::Pending(Stage::Returning | Stage::SigningOut | Stage::Resuming), _) => Self::Callback,
            (View::SignedIn { .. }, Route::Session) => Self::Session,
            (_, Route::Session) => Self::Guard,
            // The redirect route without a response has nothing of its own to show.
            (_, Route::Home | Route::Callback) => Self::Home,
            (_, Route::NotFound) => Self::NotFound,
        }
    }

    /// The value of `data-page`, by which tests and styles know the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Callback => "callback",
            Self::Guard => "guard",
            Self::Session => "session",
            Self::Error => "error",
            Self::NotFound => "not-found",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::SignedOutReason;

    #[test]
    fn guards_the_session_page_and_nothing_else() {
        let signed_out = View::SignedOut(SignedOutReason::NotYet);

        assert_eq!(Screen::of(Route::Session, &signed_out), Screen::Guard);
        assert_eq!(Screen::of(Route::Home, &signed_out), Screen::Home);
        assert_eq!(Screen::of(Route::NotFound, &signed_out), Screen::NotFound);
    }

    #[test]
    fn shows_the_home_page_to_whoever_opens_the_redirect_route_by_hand() {
        assert_eq!(Screen::of(Route::Callback, &View::SignedOut(SignedOutReason::NotYet)), Screen::Home);
    }

    #[test]
    fn shows_that_a_session_comes_back_instead_of_a_button_that_nobody_should_press() {
        assert_eq!(Screen::of(Route::Session, &View::Pending(Stage::Resuming)), Screen::Callback);
        assert_eq!(Screen::of(Route::Home, &View::Pending(Stage::Resuming)), Screen::Callback);
    }

    #[test]
    fn keeps_the_page_while_the_browser_is_leaving() {
        assert_eq!(Screen::of(Route::Home, &View::Pending(Stage::Leaving)), Screen::Home);
        assert_eq!(Screen::of(Route::Session, &View::Pending(Stage::Leaving)), Screen::Guard);
    }
}
