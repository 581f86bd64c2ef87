//! Walks the app's pages and writes what they look like into `screenshots/`, for eyes rather than for asserts:
//! at a desk and on a phone, light and dark, in French and English.
//!
//!     cargo run -p e2e --bin screenshots [-- error dark fr]     only pictures whose name has all these words

use std::{fs, path::PathBuf};

use e2e::{Manners, Visitor, World};
use provider::Misbehaviour;
use static_host::Configuration;

const DESK: (u32, u32) = (1100, 800);
const PHONE: (u32, u32) = (390, 844);

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../screenshots"));
    fs::create_dir_all(&folder).expect("a folder for the pictures");

    for (size, width) in [(DESK, "wide"), (PHONE, "narrow")] {
        for (dark, theme) in [(false, "light"), (true, "dark")] {
            for language in ["en", "fr"] {
                let manners = Manners { language, size, dark, ..Manners::default() };
                let album =
                    Album { folder: &folder, wanted: &wanted, of: format!("{width}-{theme}-{language}") };
                walk(&manners, &album);
            }
        }
    }
}

fn walk(manners: &Manners, album: &Album<'_>) {
    journey(manners, album);
    account_that_does_not_come(manners, album);
    session_by_tls(manners, album);
    session_that_renews(manners, album);
    locked(manners, album);
    ended(manners, album);
    ended_elsewhere(manners, album);
    somebody_else(manners, album);
    brought_back(manners, album);
    not_found(manners, album);
    errors(manners, album);
    notice(manners, album);
    broken(manners, album);
}

fn journey(manners: &Manners, album: &Album<'_>) {
    let pages = ["home", "guard", "provider-who", "provider-consent", "sign-up", "sign-up-faults", "session"];
    if !pages.iter().any(|page| album.wants(page)) {
        return;
    }
    let world = World::keeping_accounts();
    let visitor = world.visitor_with(manners);
    visitor.opens("");
    visitor.sees_page("home");
    album.take(&visitor, "home");
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");
    album.take(&visitor, "guard");
    visitor.clicks_the_primary_button();
    visitor.sees("button[value='victor']");
    album.take(&visitor, "provider-who");
    visitor.chooses("victor");
    visitor.sees("[value='allow']");
    album.take(&visitor, "provider-consent");
    visitor.allows();
    visitor.sees_page("sign-up");
    visitor.sees("[data-origin]");
    album.take(&visitor, "sign-up");
    visitor.types("#email", " (ward)");
    visitor.clicks_the_primary_button();
    visitor.sees("[aria-invalid]");
    album.take(&visitor, "sign-up-faults");
    visitor.reloads();
    visitor.sees_page("sign-up");
    visitor.types("#occupation", "Médecin, service des admissions");
    visitor.clicks_the_primary_button();
    visitor.sees_page("session");
    album.take(&visitor, "session");
}

/// The directory of a team that does not answer, and a browser that keeps nothing.
fn account_that_does_not_come(manners: &Manners, album: &Album<'_>) {
    if album.wants("error-account-unavailable") {
        let world = World::keeping_accounts_at_the_provider();
        let visitor = signed_in_with(&world, manners, Misbehaviour::ApiServerError);
        visitor.sees_error("account-unavailable");
        album.take(&visitor, "error-account-unavailable");
    }
    if album.wants("error-account-storage-blocked") {
        let world = World::keeping_accounts();
        let visitor = world.visitor_with(manners);
        visitor.has_no_indexed_db();
        visitor.opens("session");
        visitor.clicks_the_primary_button();
        visitor.gets_through_as("victor");
        visitor.sees_error("account-storage-blocked");
        album.take(&visitor, "error-account-storage-blocked");
    }
}

/// A deployment where TLS stands in for the signature.
fn session_by_tls(manners: &Manners, album: &Album<'_>) {
    if album.wants("session-by-tls") {
        let world = World::configured(|configuration| configuration["id_token_verification"] = "tls".into());
        let visitor = signed_in_with(&world, manners, Misbehaviour::KeysRefuseCors);
        visitor.sees_page("session");
        visitor.sees("[data-claim='proof']");
        album.take(&visitor, "session-by-tls");
    }
}

/// A session that renews itself, and that cannot for the moment.
fn session_that_renews(manners: &Manners, album: &Album<'_>) {
    if album.wants("session-renews") {
        let world = World::renewing(3600, |_| {});
        let visitor = signed_in(&world, manners);
        album.take(&visitor, "session-renews");
        world.the_provider_goes_down();
        world.time_passes(&visitor, 3601);
        visitor.sees_notice("transport-unreachable");
        album.take(&visitor, "session-renews-later");
    }
    if album.wants("session-limited") {
        let world = World::renewing(3600, |configuration| configuration["session_lifetime"] = 36_000.into());
        let visitor = signed_in(&world, manners);
        album.take(&visitor, "session-limited");
    }
}

fn locked(manners: &Manners, album: &Album<'_>) {
    if album.wants("locked") {
        let world = World::renewing(3600, |configuration| configuration["idle_lock"] = 300.into());
        let visitor = world.visitor_with(manners);
        visitor.opens("");
        visitor.sees_page("home");
        album.take(&visitor, "locked-sometime-home");
        drop(visitor);
        let visitor = signed_in(&world, manners);
        album.take(&visitor, "locked-sometime-session");
        world.time_passes(&visitor, 300);
        visitor.sees_notice("idle");
        album.take(&visitor, "locked");
        visitor.opens("");
        visitor.sees_notice("idle");
        album.take(&visitor, "locked-home");
    }
}

/// Ended by the provider.
fn ended(manners: &Manners, album: &Album<'_>) {
    if album.wants("ended") {
        let world = World::renewing(3600, |_| {});
        let visitor = signed_in(&world, manners);
        world.provider.misbehave(Misbehaviour::RefreshInvalidGrant);
        world.time_passes(&visitor, 3400);
        visitor.sees_notice("ended");
        album.take(&visitor, "ended");
    }
}

/// Signed out in another tab.
fn ended_elsewhere(manners: &Manners, album: &Album<'_>) {
    if album.wants("home-ended-elsewhere") {
        let world = World::configured(|configuration| configuration["sign_out"] = "local".into());
        let visitor = signed_in(&world, manners);
        visitor.opens("");
        visitor.sees(".hero a.primary");
        let first = visitor.tab();
        visitor.opens_beside("session");
        visitor.sees_page("session");
        visitor.clicks(if manners.language == "fr" { "Se déconnecter" } else { "Sign out" });
        visitor.sees_page("guard");
        visitor.looks_at(&first);
        visitor.sees_notice("elsewhere");
        album.take(&visitor, "home-ended-elsewhere");
    }
}

/// A page that was reloaded, with another person at the provider by now, or over and over.
fn brought_back(manners: &Manners, album: &Album<'_>) {
    if album.wants("error-session-person-changed") {
        let world = World::start();
        let visitor = signed_in(&world, manners);
        visitor.asks_the_page(
            "const known = 'lifen-connect.pending';
            sessionStorage[known] = sessionStorage[known].replace(/present=[^&\\n]*/, 'present=x');
            return null",
        );
        visitor.reloads();
        visitor.sees_error("session-person-changed");
        album.take(&visitor, "error-session-person-changed");
    }
    if album.wants("error-session-redirect-loop") {
        let world = World::start();
        let visitor = signed_in(&world, manners);
        for _ in 0..3 {
            visitor.reloads();
            visitor.sees_page("session");
        }
        visitor.reloads();
        visitor.sees_error("session-redirect-loop");
        album.take(&visitor, "error-session-redirect-loop");
    }
}

/// Another person signs in in another tab.
fn somebody_else(manners: &Manners, album: &Album<'_>) {
    if album.wants("error-session-person-elsewhere") {
        let world = World::start();
        let visitor = world.visitor_with(manners);
        visitor.opens("");
        let first = visitor.tab();
        let second = visitor.opens_beside("session");
        visitor.clicks_the_primary_button();
        visitor.sees("button[value='agathe']");
        visitor.looks_at(&first);
        visitor.opens("session");
        visitor.clicks_the_primary_button();
        visitor.gets_through_as("victor");
        visitor.sees_page("session");
        visitor.looks_at(&second);
        visitor.chooses("agathe");
        visitor.allows();
        visitor.looks_at(&first);
        visitor.sees_error("session-person-elsewhere");
        album.take(&visitor, "error-session-person-elsewhere");
    }
}

fn signed_in(world: &World, manners: &Manners) -> Visitor {
    let visitor = world.visitor_with(manners);
    visitor.opens("session");
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.sees_page("session");
    visitor
}

fn not_found(manners: &Manners, album: &Album<'_>) {
    if album.wants("not-found") {
        let world = World::start();
        let visitor = world.visitor_with(manners);
        visitor.opens("nowhere");
        visitor.sees_page("not-found");
        album.take(&visitor, "not-found");
    }
}

fn errors(manners: &Manners, album: &Album<'_>) {
    for (misbehaviour, code) in [
        (Misbehaviour::WrongState, "authorization-state-unknown"),
        (Misbehaviour::AuthorizationErrorWithHtmlDescription, "authorization-refused"),
        (Misbehaviour::TokenRefusesCors, "transport-cors-refused"),
        (Misbehaviour::InvalidNonce, "id-token-nonce-mismatch"),
        (Misbehaviour::IssuedInTheFuture, "id-token-issued-in-the-future"),
        (Misbehaviour::AuthorizationLoginRequired, "authorization-interaction-required"),
    ] {
        if album.wants(&format!("error-{code}")) {
            let world = World::start();
            let visitor = signed_in_with(&world, manners, misbehaviour);
            visitor.sees_error(code);
            album.take(&visitor, &format!("error-{code}"));
        }
    }
}

fn notice(manners: &Manners, album: &Album<'_>) {
    if album.wants("session-notice") {
        let world = World::start();
        let visitor = signed_in_with(&world, manners, Misbehaviour::UserinfoUnauthorized);
        visitor.sees_notice("userinfo-unauthorized");
        album.take(&visitor, "session-notice");
        let visitor = signed_in_with(&world, manners, Misbehaviour::UserinfoSignedInvalidSignature);
        visitor.sees_notice("userinfo-signature-refused");
        album.take(&visitor, "session-notice-signature");
    }
}

fn broken(manners: &Manners, album: &Album<'_>) {
    if album.wants("error-configuration-field-invalid") {
        let configuration = r#"{"client_id": "demo", "issuer": "login.lifen.fr"}"#;
        let world = World::misconfigured(Configuration::Text(configuration.into()));
        let visitor = world.visitor_with(manners);
        visitor.opens("");
        visitor.sees_error("configuration-field-invalid");
        album.take(&visitor, "error-configuration-field-invalid");
    }
}

fn signed_in_with(world: &World, manners: &Manners, misbehaviour: Misbehaviour) -> Visitor {
    world.provider.misbehave(misbehaviour);
    let visitor = world.visitor_with(manners);
    visitor.opens("session");
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor
}

/// The pictures of one size, theme and language.
struct Album<'a> {
    folder: &'a PathBuf,
    wanted: &'a [String],
    of: String,
}

impl Album<'_> {
    fn wants(&self, page: &str) -> bool {
        let name = format!("{page}-{}", self.of);
        self.wanted.iter().all(|word| name.contains(word.as_str()))
    }

    fn take(&self, visitor: &Visitor, page: &str) {
        if self.wants(page) {
            let name = format!("{page}-{}.png", self.of);
            fs::write(self.folder.join(&name), visitor.takes_a_picture()).expect("a picture is written");
            println!("{name}");
        }
    }
}
