//! French or English.

use axum::http::HeaderMap;
use axum::http::header;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    French,
    English,
}

impl Language {
    /// The first of `ui_locales`, then of `Accept-Language`, that is one of the two; English otherwise.
    pub(crate) fn of(headers: &HeaderMap, ui_locales: Option<&str>) -> Self {
        let accepted =
            headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let asked = ui_locales.unwrap_or_default().split(' ').find_map(Self::named);
        asked.or_else(|| by_preference(accepted).into_iter().find_map(Self::named)).unwrap_or(Self::English)
    }

    pub(crate) fn tag(self) -> &'static str {
        self.say("fr", "en")
    }

    pub(crate) fn say<T>(self, french: T, english: T) -> T {
        match self {
            Self::French => french,
            Self::English => english,
        }
    }

    fn named(tag: &str) -> Option<Self> {
        match tag.split('-').next() {
            Some("fr") => Some(Self::French),
            Some("en") => Some(Self::English),
            _ => None,
        }
    }
}

/// The tags of `Accept-Language`, the most wanted first; one without a weight weighs 1.
fn by_preference(accepted: &str) -> Vec<&str> {
    let weighed = |item: &'_ str| {
        item.split_once(";q=").and_then(|(_, weight)| weight.trim().parse().ok()).unwrap_or(1.0)
    };
    let mut items: Vec<_> = accepted
        .split(',')
        .map(|item| (item.split(';').next().unwrap_or(item).trim(), weighed(item)))
        .collect();
    items.sort_by(|(_, a), (_, b): &(&str, f32)| b.total_cmp(a));
    items.into_iter().map(|(tag, _)| tag).collect()
}
