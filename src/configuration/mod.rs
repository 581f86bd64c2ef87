//! What a deployment sets, parsed once: later code cannot meet a bad value.
//!
//! A JSON object, written into `index.html` as a data block, so that the same build goes to every environment and no
//! request is spent on it. Members are named as the specifications name them. A wrong one is told by its name, with
//! what was found and what is wanted; an unknown one is refused, since it is most often a known one misspelt.

mod accounts;
mod error;
pub mod features;
mod fields;
mod provider;
mod request;
#[cfg(test)]
mod tests;
mod verification;

use crate::lifen::{ClaimNames, Preset};
use crate::protocol::authentication::AuthenticationRequirements;
use crate::protocol::authorization::AuthorizationRequest;
use crate::protocol::endpoint::{Endpoint, Origin};
use crate::protocol::jose::Algorithm;
use crate::protocol::json::Object;
use crate::protocol::target::Target;
use crate::protocol::text::{parts, split_before};
use crate::protocol::time::Seconds;

pub use accounts::AccountDirectory;
pub use error::ConfigurationError;
use features::{ACCOUNTS, CALLS, LONG_SESSIONS, POPUP};
use fields::Fields;
pub use provider::{MetadataSource, SignOut};
pub use request::{Dpop, PushedRequests};
pub use verification::Verification;

/// A deployment: which provider, which client, where this app is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// What the app is called on its pages.
    pub name: Option<String>,
    pub client_id: String,
    /// Pinned: compared as text with the metadata, the authorization response and the ID Token.
    pub issuer: String,
    pub metadata: MetadataSource,
    pub sign_out: SignOut,
    /// Where the app is: the document's base address, with a path that ends in `/`.
    pub base: Endpoint,
    pub redirect_uri: Endpoint,
    pub post_logout_redirect_uri: Endpoint,
    /// Space-separated, with `openid` among them.
    pub scope: String,
    /// Extra parameters of every authorization request.
    pub parameters: Vec<(String, String)>,
    /// `None` where tokens are bearer tokens.
    pub dpop: Option<Dpop>,
    /// `None` in a build that cannot push.
    pub pushed_requests: Option<PushedRequests>,
    /// What the tokens are meant for, beyond their scope.
    pub target: Target,
    /// What is asked of the authentication, and checked.
    pub requirements: AuthenticationRequirements,
    /// What may sign an ID Token; the token's own word never adds to it.
    pub algorithms: Vec<Algorithm>,
    pub verification: Verification,
    /// `persistence` is `tab`: the tokens are kept in `sessionStorage` too. The risk: whatever script runs in this tab later
    /// finds them there, and so does whoever can read the browser's profile while the tab is open.
    pub keeps_tokens: bool,
    /// `renewal` is `redirect`: a session that came without a refresh token is renewed by a redirect, not by a question.
    pub renews_by_redirect: bool,
    /// `sign_in` is `popup`: a person signs in in a window of its own.
    pub signs_in_in_popup: bool,
    /// For how long nobody may do anything before the session is locked.
    pub idle_lock: Option<Seconds>,
    /// How long a session may last, however often it is renewed.
    pub session_lifetime: Option<Seconds>,
    /// Under which names Lifen's own claims come, where the deployment knows them.
    pub claim_names: ClaimNames,
    /// Where the access token may be sent to, and nowhere else.
    pub api_origins: Vec<Origin>,
    /// Where the accounts are of those who sign in.
    pub account_directory: AccountDirectory,
    /// How far this computer's clock and the provider's may be apart.
    pub clock_skew: Seconds,
    /// The time limit of every request.
    pub timeout: Seconds,
}

const KNOWN: [&str; 39] = [
    "name",
    "preset",
    "client_id",
    "issuer",
    "metadata_url",
    "metadata",
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "userinfo_endpoint",
    "end_session_endpoint",
    "revocation_endpoint",
    "pushed_authorization_request_endpoint",
    "redirect_uri",
    "post_logout_redirect_uri",
    "scope",
    "parameters",
    "dpop",
    "pushed_authorization_requests",
    "resource",
    "audience",
    "authorization_details",
    "max_age",
    "acr_values",
    "acr_claim",
    "id_token_signed_response_alg",
    "id_token_verification",
    "sign_out",
    "persistence",
    "renewal",
    "sign_in",
    "idle_lock",
    "session_lifetime",
    "user_claim",
    "application_claim",
    "api_origins",
    "account_directory",
    "clock_skew",
    "timeout",
];

impl Configuration {
    /// Parses the data block of a page whose base address is `base` (`document.baseURI`).
    ///
    /// # Errors
    ///
    /// [`ConfigurationError`] names the first member that is wrong, what was found and what is wanted.
    pub fn parse(text: &str, base: &str) -> Result<Box<Self>, ConfigurationError> {
        if text.trim_ascii().is_empty() {
            return Err(ConfigurationError::Missing);
        }
        let object = Object::parse(text).map_err(ConfigurationError::Unreadable)?;
        let mut fields = Fields::of(&object, &KNOWN);
        let configuration = Self::read(&mut fields, base);
        refuse_what_is_left_out(&mut fields);
        fields.finish(configuration)
    }

    fn read(fields: &mut Fields<'_>, base: &str) -> Option<Box<Self>> {
        let preset = fields.preset();
        let issuer = preset.map(|preset| preset.issuer);
        let issuer = fields.required_text("issuer", issuer, "the provider's issuer, as it writes it")?;
        let client_id =
            fields.required_text("client_id", None, "the client id that the provider gave you")?;
        let scope = fields.text("scope").unwrap_or("openid profile email");
        // OIDC Core §3.1.2.1: "OpenID Connect requests MUST contain the openid scope value."
        if !parts(scope, b' ').contains(&"openid") {
            fields.refuse_text("scope", "space-separated scopes with `openid` among them", scope);
        }
        let base = base_of(fields, base)?;
        let api_origins = api_origins(fields, preset);
        Some(Box::new(Self {
            redirect_uri: address_of_this_app(fields, "redirect_uri", "callback", &base)?,
            post_logout_redirect_uri: address_of_this_app(fields, "post_logout_redirect_uri", "", &base)?,
            metadata: MetadataSource::read(fields, issuer, preset)?,
            sign_out: SignOut::read(fields, issuer, preset)?,
            base,
            name: fields.text("name").map(str::to_owned),
            client_id: client_id.to_owned(),
            issuer: issuer.to_owned(),
            scope: scope.to_owned(),
            parameters: parameters(fields, preset),
            dpop: Dpop::read(fields),
            pushed_requests: PushedRequests::read(fields),
            target: request::target(fields),
            requirements: verification::requirements(fields),
            algorithms: verification::algorithms(fields),
            verification: Verification::read(fields),
            keeps_tokens: fields.chooses("persistence", "memory", "tab", "memory or tab"),
            renews_by_redirect: fields.chooses("renewal", "ask", "redirect", "ask or redirect"),
            signs_in_in_popup: fields.chooses("sign_in", "redirect", "popup", "redirect or popup"),
            idle_lock: fields.seconds("idle_lock", [1, 86_400], "a number of seconds from 1 to 86400"),
            session_lifetime: fields.seconds(
                "session_lifetime",
                [1, 2_592_000],
                "a number of seconds from 1 to 2592000",
            ),
            claim_names: ClaimNames {
                user: fields.text("user_claim").map(str::to_owned),
                application: fields.text("application_claim").map(str::to_owned),
            },
            account_directory: AccountDirectory::read(fields, &api_origins),
            api_origins,
            clock_skew: fields
                .seconds("clock_skew", [0, 300], "a number of seconds from 0 to 300")
                .unwrap_or(Seconds(60)),
            timeout: fields
                .seconds("timeout", [1, 120], "a number of seconds from 1 to 120")
                .unwrap_or(Seconds(15)),
        }))
    }

    /// Whether a session may be resumed without a question: not where the deployment wants one asked each time.
    pub fn resumes(&self) -> bool {
        let asks = self.parameters.iter().any(|(name, _)| name == "prompt");
        !asks && self.requirements.max_age != Some(Seconds(0))
    }

    /// What the tabs of this app at this provider have in common, and no other app of the origin: the name of their
    /// channel, their lock and their shared memory.
    pub fn tabs_name(&self) -> String {
        ["lifen-connect ", &self.client_id, " ", &self.issuer].concat()
    }

    /// Whether the access token may be sent there: to the very origins that are listed, never to whatever begins or ends
    /// like one of them.
    pub fn may_receive_the_token(&self, address: &Endpoint) -> bool {
        self.api_origins.contains(&address.origin())
    }

    /// Whether this path of the app is the one by which another site asks for a sign-in (`initiate_login_uri`).
    pub fn is_initiate_login_path(&self, path: &str) -> bool {
        self.is_page(path, "login")
    }

    /// Whether this path of the app is the one that the provider opens in a frame when its session ends
    /// (`frontchannel_logout_uri`).
    pub fn is_frontchannel_logout_path(&self, path: &str) -> bool {
        self.is_page(path, "frontchannel-logout")
    }

    fn is_page(&self, path: &str, page: &str) -> bool {
        path.strip_prefix(self.base.path()).is_some_and(|below| as_asked(below) == page)
    }

    /// Whether this path of the app is the one the provider sends people back to.
    pub fn is_redirect_path(&self, path: &str) -> bool {
        as_asked(path) == as_asked(self.redirect_uri.path())
    }
}

/// A path without what some hosts add to it: the page that answers for a folder, and the slash of one.
fn as_asked(path: &str) -> &str {
    let folder = path.strip_suffix("index.html").unwrap_or(path);
    folder.strip_suffix('/').unwrap_or(folder)
}

/// Members that take a part of the library which this build is without.
fn refuse_what_is_left_out(fields: &mut Fields<'_>) {
    const SESSIONS: &str = "its default, since this build is without the feature `long-sessions`";
    fields.takes(LONG_SESSIONS, "persistence", "memory", SESSIONS);
    fields.takes(LONG_SESSIONS, "renewal", "ask", SESSIONS);
    fields.takes(LONG_SESSIONS, "idle_lock", "", SESSIONS);
    fields.takes(LONG_SESSIONS, "session_lifetime", "", SESSIONS);
    const POPUPS: &str = "its default, since this build is without the feature `popup`";
    fields.takes(POPUP, "sign_in", "redirect", POPUPS);
    const APIS: &str = "its default, since this build is without the feature `calls`";
    fields.takes(CALLS, "api_origins", "", APIS);
    const DIRECTORIES: &str = "none, since this build is without the feature `accounts`";
    fields.takes(ACCOUNTS, "account_directory", "none", DIRECTORIES);
}

/// The document's own address up to the last `/`, as a browser resolves relative links.
fn base_of(fields: &mut Fields<'_>, document: &str) -> Option<Endpoint> {
    let (address, _) = split_before(document, b"?#");
    let last = address.bytes().rposition(|octet| octet == b'/');
    let directory = last.and_then(|last| address.get(..=last)).unwrap_or_default();
    fields.address(directory, "<base href>", document)
}

/// An address below the base, where this very app can answer.
fn address_of_this_app(
    fields: &mut Fields<'_>,
    field: &'static str,
    default: &str,
    base: &Endpoint,
) -> Option<Endpoint> {
    let address = match fields.text(field) {
        Some(stated) => stated.to_owned(),
        None => [base.as_str(), default].concat(),
    };
    let endpoint = fields.address(&address, field, &address)?;
    if !endpoint.is_below(base) {
        fields.refuse_text(field, "an address of this app, below its base", &address);
    }
    Some(endpoint)
}

/// The list of a deployment, in the place of its preset's.
fn api_origins(fields: &mut Fields<'_>, preset: Option<&Preset>) -> Vec<Origin> {
    let mut origins = Vec::new();
    for text in fields.texts("api_origins", "a list of origins") {
        match Origin::parse(text) {
            Ok(origin) => origins.push(origin),
            Err(error) => fields.refuse_text("api_origins", error.expected(), text),
        }
    }
    if fields.member("api_origins").is_none() {
        origins.extend(preset.and_then(|preset| Origin::parse(preset.api_origin).ok()));
    }
    origins
}

/// The parameters a deployment adds to every authorization request, none of which the request sets itself.
fn parameters(fields: &mut Fields<'_>, preset: Option<&Preset>) -> Vec<(String, String)> {
    let parameters = fields.parameters(preset);
    for (name, _) in &parameters {
        if AuthorizationRequest::PARAMETERS.contains(&name.as_str()) {
            fields.refuse_text("parameters", "parameters that the sign-in does not set itself", name);
        }
    }
    parameters
}
