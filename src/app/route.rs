//! The app's handful of addresses, as a type.

use crate::configuration::features::DOCTOR;

/// A page's address below the base path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Home,
    /// The redirect URI.
    Callback,
    /// Where another site asks for a sign-in.
    Login,
    /// What the provider opens in a frame when its session ends.
    FrontchannelLogout,
    Session,
    /// Where a deployment is checked.
    Doctor,
    Settings,
    Practitioners,
    NotFound,
}

impl Route {
    /// The route of a path, given the path the app lives under.
    ///
    /// A trailing slash or an `index.html`, which some hosts add, lead to the same page.
    pub fn parse(path: &str, base: &str) -> Self {
        let Some(below) = path.strip_prefix(base.trim_end_matches('/')) else { return Self::NotFound };
        match below.strip_suffix("index.html").unwrap_or(below).trim_matches('/') {
            "" => Self::Home,
            "callback" => Self::Callback,
            "login" => Self::Login,
            "frontchannel-logout" => Self::FrontchannelLogout,
            "session" => Self::Session,
            "doctor" if DOCTOR => Self::Doctor,
            "settings" => Self::Settings,
            "practitioners" => Self::Practitioners,
            _ => Self::NotFound,
        }
    }

    /// The address relative to `<base href>`.
    pub fn href(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Doctor => "doctor",
            Self::Settings => "settings",
            Self::Practitioners => "practitioners",
            Self::Callback => "callback",
            Self::Login => "login",
            Self::FrontchannelLogout => "frontchannel-logout",
            Self::Home | Self::NotFound => "./",
        }
    }

    /// The path from the root of the origin.
    pub fn path(self, base: &str) -> String {
        let href = self.href();
        [base, href.strip_prefix("./").unwrap_or(href)].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_each_page_at_the_root_and_under_a_sub_path() {
        for base in ["/", "/ward/app/"] {
            for route in [
                Route::Home,
                Route::Callback,
                Route::Login,
                Route::FrontchannelLogout,
                Route::Session,
                Route::Doctor,
                Route::Settings,
                Route::Practitioners,
            ] {
                assert_eq!(Route::parse(&route.path(base), base), route);
            }
            assert_eq!(Route::parse(&format!("{base}elsewhere"), base), Route::NotFound);
        }
    }

    #[test]
    fn forgives_a_trailing_slash_and_an_index_html() {
        assert_eq!(Route::parse("/session/", "/"), Route::Session);
        assert_eq!(Route::parse("/login/", "/"), Route::Login);
        assert_eq!(Route::parse("/ward", "/ward/"), Route::Home);
        assert_eq!(Route::parse("/ward/index.html", "/ward/"), Route::Home);
    }

    #[test]
    fn knows_nothing_outside_its_base() {
        assert_eq!(Route::parse("/other/session", "/ward/"), Route::NotFound);
    }
}
