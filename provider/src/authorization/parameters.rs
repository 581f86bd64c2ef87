//! Form-encoded parameters, read strictly.

/// The parameters of a query or a form, in order, repetitions and all.
#[derive(Clone, Debug)]
pub(crate) struct Parameters(Vec<(String, String)>);

/// "Request and response parameters MUST NOT be included more than once"
/// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
#[derive(Debug)]
pub(crate) struct Repeated;

impl Parameters {
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// "Parameters sent without a value MUST be treated as if they were omitted from the request."
    pub(crate) fn once(&self, name: &str) -> Result<Option<&str>, Repeated> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        match (values.next(), values.next()) {
            (value, None) => Ok(value.filter(|value| !value.is_empty())),
            _ => Err(Repeated),
        }
    }

    /// The value, or nothing when it is missing or repeated.
    pub(crate) fn only(&self, name: &str) -> Option<&str> {
        self.once(name).ok().flatten()
    }

    /// Every value, for the one parameter that may be repeated.
    pub(crate) fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let values = self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str());
        values.filter(|value| !value.is_empty())
    }

    pub(crate) fn add(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// "Multiple resource parameters MAY be used" (RFC 8707 §2): no other.
    pub(crate) fn first_repeated(&self) -> Option<&str> {
        let count = |name: &str| self.0.iter().filter(|(key, _)| key == name).count();
        let is_repeated = |name: &str| name != "resource" && count(name) > 1;
        self.0.iter().map(|(name, _)| name.as_str()).find(|name| is_repeated(name))
    }
}
