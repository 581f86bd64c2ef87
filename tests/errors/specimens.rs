//! Every failure a person can meet, at least one of each code.

use lifen_connect::configuration::ConfigurationError;
use lifen_connect::lifen::account::AccountError;
use lifen_connect::protocol::api::ApiError;
use lifen_connect::protocol::authorization::AuthorizationError;
use lifen_connect::protocol::challenge::Scheme;
use lifen_connect::protocol::endpoint::EndpointError;
use lifen_connect::protocol::id_token::IdTokenError;
use lifen_connect::protocol::initiated_login::InitiatedLoginError;
use lifen_connect::protocol::jose::{Algorithm, JwsError};
use lifen_connect::protocol::json::{Kind, Unreadable, WrongMember};
use lifen_connect::protocol::jwk::KeysError;
use lifen_connect::protocol::metadata::MetadataError;
use lifen_connect::protocol::outcome::OperationOutcome;
use lifen_connect::protocol::pushed::PushedRequestError;
use lifen_connect::protocol::refusal::ErrorCode;
use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::token::TokenError;
use lifen_connect::protocol::transport::{EndpointRole, Silence, TransportError};
use lifen_connect::protocol::userinfo::UserInfoError;
use lifen_connect::session::{EnvironmentError, Error, SessionError};

const WRONG: WrongMember = WrongMember { member: "exp", expected: Kind::Number, found: Kind::Text };

pub fn every_error() -> Vec<Error> {
    let mut all = Vec::new();
    all.extend(configuration().map(Error::Configuration));
    all.extend(environment().map(Error::Environment));
    all.extend(silence().map(Error::Transport));
    all.extend(metadata().map(Error::Metadata));
    all.extend([KeysError::HttpStatus { status: 503 }, KeysError::Unreadable].map(Error::Keys));
    all.extend(pushed_request().map(Error::PushedRequest));
    all.extend(authorization().map(Error::Authorization));
    all.extend(token().map(Error::Token));
    all.extend(jws().map(IdTokenError::Jws).map(Error::IdToken));
    all.extend(id_token().map(Error::IdToken));
    all.extend(userinfo().map(Error::UserInfo));
    all.extend(api().map(Error::Api));
    all.extend(initiated_login().map(Error::InitiatedLogin));
    all.extend(session().map(Error::Session));
    all.extend(account().map(Error::Account));
    all
}

fn configuration() -> [ConfigurationError; 3] {
    let field =
        ConfigurationError::Field { field: "timeout".into(), expected: "a number", found: "0".into() };
    [ConfigurationError::Missing, ConfigurationError::Unreadable(Unreadable { line: 3, column: 7 }), field]
}

fn initiated_login() -> [InitiatedLoginError; 3] {
    use InitiatedLoginError::*;
    [
        ParameterRepeated { parameter: "iss" },
        IssuerMissing,
        IssuerMismatch { expected: "https://a.example/".into(), found: "https://b.example/".into() },
    ]
}

fn environment() -> [EnvironmentError; 5] {
    use EnvironmentError::*;
    [InsecureContext, StorageBlocked, KeyStorageBlocked, RestMissing, CryptoUnavailable]
}

fn silence() -> [TransportError; 5] {
    use Silence::*;
    let silences = [Offline, Timeout, CorsRefused, PolicyRefused, Unreachable];
    silences.map(|silence| TransportError { endpoint: EndpointRole::Token, silence })
}

fn metadata() -> [MetadataError; 6] {
    use MetadataError::*;
    [
        HttpStatus { status: 503 },
        Unreadable,
        IssuerMismatch { expected: "https://a.example/".into(), found: "https://b.example/".into() },
        WrongMember(WRONG),
        EndpointInvalid { member: "token_endpoint", reason: EndpointError::Scheme },
        PkceUnsupported,
    ]
}

fn pushed_request() -> [PushedRequestError; 7] {
    use PushedRequestError::*;
    [
        EndpointMissing,
        Unavailable { status: 503 },
        Refused { error: ErrorCode::InvalidRequest, description: Some("No".into()) },
        HttpStatus { status: 404 },
        Unreadable,
        WrongMember(WRONG),
        UriMissing,
    ]
}

fn authorization() -> [AuthorizationError; 12] {
    use AuthorizationError::*;
    [
        Denied { description: Some("No, thank you".into()) },
        Unavailable { error: ErrorCode::ServerError, description: None },
        InteractionRequired { error: ErrorCode::LoginRequired, description: None },
        Refused { error: ErrorCode::InvalidScope, description: None },
        ParameterRepeated { parameter: "state" },
        ResponseIncomplete,
        StateMissing,
        StateUnknown,
        StateReplayed,
        Expired,
        IssuerMismatch { expected: "https://a.example/".into(), found: "https://b.example/".into() },
        IssuerMissing,
    ]
}

fn token() -> [TokenError; 9] {
    use TokenError::*;
    [
        GrantRefused { description: None },
        Unavailable { status: 503 },
        Refused { error: ErrorCode::InvalidClient, description: None },
        HttpStatus { status: 418 },
        Unreadable,
        WrongMember(WRONG),
        TypeUnsupported { expected: &[Scheme::Bearer], found: None },
        AccessTokenMissing,
        IdTokenMissing,
    ]
}

/// Why a signed token is refused, be it an ID Token or userinfo.
fn jws() -> [JwsError; 7] {
    use JwsError::*;
    [
        Malformed,
        TooLarge,
        AlgorithmRefused { found: "none".into() },
        CriticalHeader,
        KeyNotFound { kid: Some("1".into()) },
        KeyAmbiguous,
        SignatureInvalid { algorithm: Algorithm::Rs256 },
    ]
}

fn id_token() -> [IdTokenError; 13] {
    use IdTokenError::*;
    [
        IssuerMismatch { expected: "https://a.example/".into(), found: "https://b.example/".into() },
        AudienceMismatch { expected: "client".into(), found: "another".into() },
        AuthorizedPartyMismatch { found: "another".into() },
        SubjectInvalid,
        Expired { ago: Seconds(600), clock_ahead: None },
        NotYetValid { ahead: Seconds(600), clock_ahead: None },
        IssuedInTheFuture { ahead: Seconds(600) },
        ClaimMissing(WRONG),
        NonceMismatch,
        AccessTokenMismatch,
        RenewalMismatch { claim: "sub" },
        AuthenticationTooOld { ago: Seconds(86_400), max_age: Seconds(300), clock_ahead: None },
        AuthenticationContextMismatch { expected: "eidas2 eidas3".into(), found: "eidas1".into() },
    ]
}

fn session() -> [SessionError; 4] {
    use SessionError::*;
    [PersonChanged, RedirectLoop, PersonElsewhere, WorkspaceElsewhere]
}

fn account() -> [AccountError; 17] {
    use AccountError::*;
    [
        UserIdMissing,
        RestMissing,
        StorageBlocked,
        StorageFull,
        StorageBusy,
        StorageNewer,
        Unreadable,
        OfAnother,
        Refused,
        RateLimited,
        Unavailable { status: 503 },
        HttpStatus { status: 422 },
        Silent(Silence::Offline),
        Silent(Silence::Timeout),
        Silent(Silence::CorsRefused),
        Silent(Silence::PolicyRefused),
        Silent(Silence::Unreachable),
    ]
}

fn userinfo() -> [UserInfoError; 10] {
    use UserInfoError::*;
    [
        Unauthorized,
        Forbidden,
        RateLimited,
        HttpStatus { status: 500 },
        Unreadable,
        Jws(JwsError::SignatureInvalid { algorithm: Algorithm::Rs256 }),
        IssuerMismatch,
        AudienceMismatch,
        NotCurrent,
        SubjectMismatch,
    ]
}

const OUTCOME: &str = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"No"}]}"#;

fn api() -> [ApiError; 23] {
    use ApiError::*;
    let status = |status| HttpStatus { status, description: None };
    [
        OriginNotAllowed { origin: "https://a.example".into() },
        AddressInvalid,
        SignedOut,
        Unauthorized { description: None },
        ScopeMissing { scope: Some("profile".into()), description: Some("No profile".into()) },
        ScopeMissing { scope: None, description: None },
        ScopeDenied { scope: "profile".into() },
        AuthenticationInsufficient { description: None },
        AuthenticationDenied,
        NotRepeated,
        RateLimited { retry_after: Some(Seconds(30)) },
        Unavailable { status: 503, retry_after: None },
        status(403),
        status(404),
        status(422),
        Outcome { status: 422, outcome: OperationOutcome::read(OUTCOME).expect("an outcome") },
        Unreadable,
        Unwritable,
        Silent(Silence::Offline),
        Silent(Silence::Timeout),
        Silent(Silence::CorsRefused),
        Silent(Silence::PolicyRefused),
        Silent(Silence::Unreachable),
    ]
}
