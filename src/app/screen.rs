//! Which page is shown, given the address and the session.

use super::Route;
use crate::session::{AccountView, SignedOutReason, Stage, View};

/// A page as a person sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    Home,
    /// Something is under way: the provider's response is being redeemed, above all.
    Callback,
    /// A page for signed-in people, seen by somebody who is not.
    Guard,
    /// Nobody did anything for so long that whoever is there now proves who they are, whatever the page.
    Locked,
    Session,
    Doctor,
    /// What a person may choose, and what is kept on this computer; whether they are signed in or not.
    Settings,
    Practitioners,
    /// Whoever is signed in has no account yet.
    SignUp,
    /// Their account is being looked for.
    Account,
    Error,
    NotFound,
}

impl Screen {
    pub fn of(route: Route, view: &View) -> Self {
        match (view, route) {
            // Above all where nothing else works.
            (_, Route::Doctor) => Self::Doctor,
            (View::Failed { .. }, _) => Self::Error,
            (View::Pending(Stage::Leaving), Route::Login) => Self::Callback,
            (View::Pending(stage), _) if !matches!(stage, Stage::Starting | Stage::Leaving) => Self::Callback,
            (_, Route::NotFound) => Self::NotFound,
            (View::SignedOut(SignedOutReason::Idle), _) => Self::Locked,
            (View::SignedIn { .. }, Route::Session) => Self::Session,
            (View::SignedIn { .. }, Route::Practitioners) => Self::Practitioners,
            (_, Route::Session | Route::Practitioners) => Self::Guard,
            (_, Route::Settings) => Self::Settings,
            // What others open has nothing of its own to show.
            (_, Route::Home | Route::Callback | Route::Login | Route::FrontchannelLogout) => Self::Home,
        }
    }

    /// The page that takes its place, where it is one for people who have an account.
    pub fn with(self, account: &AccountView) -> Self {
        match account {
            _ if !self.takes_an_account() => self,
            AccountView::Without | AccountView::Open(_) => self,
            AccountView::LookingUp => Self::Account,
            AccountView::SigningUp => Self::SignUp,
            AccountView::Failed(_) => Self::Error,
        }
    }

    fn takes_an_account(self) -> bool {
        matches!(self, Self::Session | Self::Practitioners)
    }

    /// Whether it is the same whoever is signed in, and stays as it is when that changes.
    pub fn stands_alone(self) -> bool {
        matches!(self, Self::Settings | Self::Doctor)
    }

    /// Whether what somebody is typing into this page stays when the session comes to know more of them, as userinfo tells it
    /// a while after the ID Token: the page gives way only where something else is asked for from then on.
    pub fn keeps(self, shown: &View, now: &View) -> bool {
        let (View::SignedIn { identity: known, .. }, View::SignedIn { identity, .. }) = (shown, now) else {
            return false;
        };
        self == Self::Practitioners
            && identity.subject() == known.subject()
            && identity.token_type == known.token_type
            && identity.scope == known.scope
            && identity.lifen.user == known.lifen.user
    }

    /// The value of `data-page`, by which tests and styles know the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Callback => "callback",
            Self::Guard => "guard",
            Self::Locked => "locked",
            Self::Session => "session",
            Self::Doctor => "doctor",
            Self::Settings => "settings",
            Self::Practitioners => "practitioners",
            Self::SignUp => "sign-up",
            Self::Account => "account",
            Self::Error => "error",
            Self::NotFound => "not-found",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::lifen::account::AccountError;
    use crate::session::{EnvironmentError, Error, Place};

    #[test]
    fn guards_what_is_for_signed_in_people_and_nothing_else() {
        let signed_out = View::SignedOut(SignedOutReason::NotYet);

        for route in [Route::Session, Route::Practitioners] {
            assert_eq!(Screen::of(route, &signed_out), Screen::Guard);
        }
        assert_eq!(Screen::of(Route::Home, &signed_out), Screen::Home);
        assert_eq!(Screen::of(Route::Settings, &signed_out), Screen::Settings);
        assert_eq!(Screen::of(Route::NotFound, &signed_out), Screen::NotFound);
    }

    #[test]
    fn checks_the_deployment_whatever_has_become_of_the_session() {
        let error = Arc::new(Error::Environment(EnvironmentError::InsecureContext));
        let failed = View::Failed { error, place: Place::of("/") };

        for view in [failed, View::Pending(Stage::Starting), View::SignedOut(SignedOutReason::Idle)] {
            assert_eq!(Screen::of(Route::Doctor, &view), Screen::Doctor, "{view:?}");
        }
    }

    #[test]
    fn gives_the_page_of_a_member_to_nobody_who_has_no_account_and_any_other_to_everybody() {
        let failed = AccountView::Failed(Error::Account(AccountError::StorageBlocked).into());

        assert_eq!(Screen::Session.with(&AccountView::Without), Screen::Session);
        assert_eq!(Screen::Session.with(&AccountView::SigningUp), Screen::SignUp);
        assert_eq!(Screen::Session.with(&AccountView::LookingUp), Screen::Account);
        assert_eq!(Screen::Session.with(&failed), Screen::Error);
        for screen in [Screen::Home, Screen::Guard, Screen::Locked, Screen::NotFound, Screen::Callback] {
            for view in [AccountView::SigningUp, AccountView::LookingUp, failed.clone()] {
                assert_eq!(screen.with(&view), screen, "{view:?}");
            }
        }
    }

    #[test]
    fn locks_every_page_of_the_app() {
        let idle = View::SignedOut(SignedOutReason::Idle);

        for route in [Route::Home, Route::Callback, Route::Session, Route::Settings] {
            assert_eq!(Screen::of(route, &idle), Screen::Locked, "{route:?}");
        }
        assert_eq!(Screen::of(Route::NotFound, &idle), Screen::NotFound);
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
    fn shows_that_a_sign_in_is_under_way_which_somebody_else_asked_for() {
        assert_eq!(Screen::of(Route::Login, &View::Pending(Stage::Leaving)), Screen::Callback);
        assert_eq!(Screen::of(Route::Login, &View::SignedOut(SignedOutReason::NotYet)), Screen::Home);
    }

    #[test]
    fn shows_on_every_page_that_the_person_is_in_another_window() {
        for stage in [Stage::InPopup, Stage::Delivered] {
            for route in [Route::Home, Route::Session, Route::Callback] {
                assert_eq!(Screen::of(route, &View::Pending(stage)), Screen::Callback, "{stage:?} {route:?}");
            }
        }
    }

    #[test]
    fn keeps_the_page_while_the_browser_is_leaving() {
        assert_eq!(Screen::of(Route::Home, &View::Pending(Stage::Leaving)), Screen::Home);
        assert_eq!(Screen::of(Route::Session, &View::Pending(Stage::Leaving)), Screen::Guard);
    }
}
