//! What the provider can be told to do wrong.

mod name;
mod nature;

use serde::{Deserialize, Serialize};

pub use name::UnknownMisbehaviour;

macro_rules! misbehaviours {
    ($($name:ident: $description:literal,)+) => {
        /// One fault a relying party can meet, or one liberty the specifications allow and few expect.
        ///
        /// Most belong to one sign-in: the next authorization response takes the fault along, and its code, its tokens
        /// and everything asked with them keep it. Faults of the metadata and the JWK Set, which are read before any
        /// sign-in, and of renewing, stepping up and signing out, which come after it, [stand](Self::stands) until
        /// [`Provider::behave`](crate::Provider::behave).
        ///
        /// The kebab-case name is what the admin route, the command line and the sign-in page use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Misbehaviour {
            $(#[doc = $description] $name,)+
        }

        impl Misbehaviour {
            /// Every one of them, in the order a sign-in meets them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// What it does, in one line.
            pub fn description(self) -> &'static str {
                match self {
                    $(Self::$name => $description,)+
                }
            }
        }
    };
}

misbehaviours! {
    MetadataIssuerMismatch: "The metadata names another issuer.",
    MetadataIssuerTrailingSlash: "The metadata's issuer differs from the issuer by its last slash.",
    MetadataIsHtml: "The metadata is a web page.",
    MetadataServerError: "The metadata answers 500.",
    MetadataWithoutLists: "Legal: the metadata leaves out every list it may.",
    MetadataWithoutUserinfo: "Legal: the metadata has no userinfo endpoint.",
    MetadataWithoutS256: "The metadata offers only the code challenge method `plain`.",
    MetadataEndpointMissing: "The metadata has no token endpoint.",
    MetadataInsecureEndpoint: "The metadata's token endpoint is on plain http, on another host.",
    MetadataRefusesCors: "No page of another origin may read the metadata.",
    KeysWrongUse: "The signing key says `use: enc`.",
    KeysWrongOperations: "The signing key says `key_ops: [\"encrypt\"]`.",
    KeysWrongAlgorithm: "The signing key's `alg` is another one than the tokens are signed with.",
    KeysWrongType: "The signing key's `kty` is EC, under the kid the tokens name.",
    KeysEmpty: "The JWK Set has no key.",
    KeysTooSmall: "RSA keys have 1024 bits, half of what is required, and sign like that.",
    KeysUnreadable: "The JWK Set breaks off in the middle.",
    KeysServerError: "The JWK Set answers 500.",
    KeysRefuseCors: "No page of another origin may read the JWK Set.",
    KeysRotated: "Legal: the key changes just before signing, after the JWK Set was last read.",
    KeyIdAbsentRotated: "Legal: the ID Token names no key, and the only one changed just before signing.",
    KeyReplacedUnderItsName: "To be borne: the key changes just before signing, and keeps its name.",

    PushedRequestRefused: "The endpoint for pushed requests refuses: `invalid_request`.",
    PushedRequestServerError: "The endpoint for pushed requests answers 500.",
    PushedRequestUriExpired: "A pushed request has expired before its browser comes.",
    AuthorizationServerError: "The authorization response is `error=server_error`.",
    AuthorizationErrorWithHtmlDescription: "The authorization response is an error whose description is markup.",
    AuthorizationTemporarilyUnavailable: "The authorization response is `error=temporarily_unavailable`.",
    AuthorizationLoginRequired: "The authorization response is `error=login_required`.",
    AuthorizationInvalidScope: "The authorization response is `error=invalid_scope`.",
    AuthorizationErrorWithoutState: "The authorization response is an error without a state.",
    AuthorizationErrorIssuerWrong: "The authorization response is an error whose `iss` is another issuer.",
    AuthorizationErrorIssuerMissing: "The authorization response is an error without `iss`.",
    DuplicatedError: "The authorization response is an error that is said twice.",
    ResponseCodeAndError: "The authorization response carries a code and an error.",
    WrongState: "The authorization response carries another state.",
    MissingState: "The authorization response carries no state.",
    DuplicatedState: "The authorization response carries the state twice.",
    MissingCode: "The authorization response carries no code.",
    DuplicatedCode: "The authorization response carries the code twice.",
    ResponseIssuerWrong: "The authorization response's `iss` is another issuer.",
    ResponseIssuerMissing: "The authorization response has no `iss`, although the metadata promises one.",
    DuplicatedIssuer: "The authorization response carries the `iss` twice.",

    TokenServerError: "The token endpoint answers 500.",
    TokenTemporarilyUnavailable: "The token endpoint answers 503 with `temporarily_unavailable`.",
    TokenUnauthorizedEmpty: "The token endpoint answers 401 without a word.",
    TokenBadRequestEmpty: "The token endpoint answers 400 without a word.",
    TokenForbidden: "The token endpoint answers 403 with JSON that no specification knows.",
    InvalidGrant: "The token endpoint refuses the code: `invalid_grant`.",
    TokenErrorWithoutDescription: "The token endpoint refuses with an error code and nothing else.",
    TokenErrorWithStatus200: "The token endpoint refuses the code, with the status 200.",
    TokenRateLimited: "The token endpoint answers 429.",
    TokenSlow: "The token endpoint answers very late.",
    TokenRedirects: "The token endpoint answers 307, and sends code and verifier elsewhere.",
    TokenAnswerIsHtml: "The token answer is a web page.",
    TokenAnswerIsEmpty: "The token answer is empty.",
    TokenAnswerIsHalf: "The token answer breaks off in the middle.",
    TokenRefusesCors: "No page of another origin may read the token answer.",
    NoAccessToken: "The token answer has no access token.",
    NoIdToken: "The token answer has no ID Token.",
    WrongTokenType: "The token answer's `token_type` is `mac`.",
    MissingTokenType: "The token answer has no `token_type`.",
    TokenTypeDpop: "The token answer's `token_type` is `DPoP`, although no proof was sent.",
    TokenTypeBearerDespiteDpop: "The tokens are bearer tokens, although a proof was sent.",
    LowercaseBearer: "Legal: the token answer's `token_type` is `bearer`.",
    ExpiresInAsText: "To be borne: `expires_in` is a text.",
    ExpiresInNegative: "`expires_in` is a day ago.",
    ExpiresInMissing: "Legal: the token answer has no `expires_in`.",
    ScopeNarrowed: "Legal: the scope granted is only `openid`, and the token answer says so.",

    AlgorithmNone: "The ID Token is unsigned: `alg: none`.",
    AlgorithmHs256: "The ID Token is signed HS256 with the public key's PEM as the secret.",
    SignatureEs256WithWrongKey: "The ID Token is signed ES256, with another key than the published one.",
    AlgorithmNotAllowed: "The signature holds, with an algorithm the client is not registered for.",
    AlgorithmConfusedFamily: "The ID Token's `alg` cannot go with the type of the key it names.",
    InvalidSignature: "The ID Token is signed RS256, with another key than the published one.",
    UnknownKeyId: "The ID Token names a key that is nowhere.",
    KeyIdAbsent: "Legal: the ID Token names no key, and the JWK Set has one.",
    KeyIdAbsentSeveralKeys: "The ID Token names no key, and the JWK Set has several that fit.",
    CriticalHeader: "The ID Token's header has a `crit` member.",
    OversizedIdToken: "The ID Token is about a hundred kilobytes long.",
    DeeplyNestedIdToken: "The ID Token has a claim nested a thousand deep.",
    RepeatedClaim: "The ID Token has `sub` twice: the person's, then somebody else's.",
    UnknownClaims: "Legal: the ID Token has a hundred claims nobody knows.",
    InvalidIssuer: "The ID Token's `iss` is another issuer.",
    IssuerTrailingSlashDropped: "The ID Token's `iss` differs from the issuer by its last slash.",
    MissingIssuer: "The ID Token has no `iss`.",
    MissingSubject: "The ID Token has no `sub`.",
    SubjectTooLong: "The `sub` is 256 characters long, one more than allowed.",
    InvalidAudience: "The ID Token's `aud` is another relying party.",
    MissingAudience: "The ID Token has no `aud`.",
    AudienceAsList: "Legal: the ID Token's `aud` is a list of one.",
    AudienceWithAuthorizedParty: "Legal: the ID Token is for the provider too, and `azp` is the relying party.",
    SeveralAudiencesWithoutAuthorizedParty: "The ID Token has two audiences and no `azp`.",
    WrongAuthorizedParty: "The ID Token's `azp` is another relying party.",
    MissingIssuedAt: "The ID Token has no `iat`.",
    IssuedInTheFuture: "The ID Token's `iat` is seven minutes ahead.",
    NotYetValid: "The ID Token's `nbf` is an hour ahead.",
    MissingExpiry: "The ID Token has no `exp`.",
    ExpiryAsText: "The ID Token's `exp` is a text.",
    FractionalTimes: "Legal: the ID Token's `iat` and `exp` have fractions of a second.",
    Expired: "The ID Token expired an hour ago.",
    InvalidNonce: "The ID Token's `nonce` is another one.",
    MissingNonce: "The ID Token has no `nonce`.",
    EmptyNonce: "The ID Token's `nonce` is empty.",
    InvalidAccessTokenHash: "The ID Token's `at_hash` belongs to another access token.",
    MissingAccessTokenHash: "Legal: the ID Token has no `at_hash`.",
    AuthenticationTooOld: "The person last proved who they are a day ago, whatever `max_age` was asked.",
    AuthenticationTimeMissing: "The ID Token has no `auth_time`, although `max_age` was asked.",
    AuthenticationContextWrong: "The ID Token's `acr` is not the one that was asked.",

    UserinfoInvalidSubject: "The userinfo answer is about somebody else.",
    UserinfoUnauthorized: "The userinfo endpoint answers 401.",
    UserinfoForbidden: "The userinfo endpoint answers 403.",
    UserinfoRateLimited: "The userinfo endpoint answers 429.",
    UserinfoServerError: "The userinfo endpoint answers 500.",
    UserinfoRedirects: "The userinfo endpoint answers 307, and sends the access token elsewhere.",
    UserinfoIsHtml: "The userinfo answer is a web page.",
    UserinfoMissingSubject: "The userinfo answer has no `sub`.",
    UserinfoSigned: "Legal: the userinfo answer is a signed JWT.",
    UserinfoWithoutIssuerAndAudience: "Legal: the userinfo answer is a signed JWT without `iss` and `aud`.",
    UserinfoSignedInvalidSignature: "The userinfo answer is signed with another key than the published one.",
    UserinfoSignedUnknownKey: "The signed userinfo answer names a key that is nowhere.",
    UserinfoSignedAlgorithmNone: "The userinfo answer is an unsigned JWT: `alg: none`.",
    UserinfoSignedForAnotherClient: "The signed userinfo answer's `aud` is another relying party.",
    UserinfoSignedByAnotherIssuer: "The signed userinfo answer's `iss` is another issuer.",
    UserinfoSignedInvalidSubject: "The signed userinfo answer is about somebody else.",
    UserinfoSignedExpired: "The signed userinfo answer expired an hour ago.",
    UserinfoDisagrees: "Legal: userinfo gives another name, e-mail address and workspace than the ID Token.",
    UserinfoRefusesCors: "No page of another origin may ask for userinfo.",

    ApiUnauthorized: "The API answers 401.",
    ApiForbidden: "The API answers 403.",
    ApiRateLimited: "The API answers 429.",
    ApiServerError: "The API answers 500.",
    ApiRedirects: "The API answers 307, and sends the access token elsewhere.",
    ApiNextPageElsewhere: "The API's directory says that its next page is at another origin.",
    ApiInsufficientAuthentication: "The API asks for a stronger sign-in, however strong it was.",
    ApiRefusesCors: "No page of another origin may ask the API.",

    DpopNonceRequired: "Legal: every proof of possession needs a nonce of the provider's.",

    RefreshInvalidGrant: "The token endpoint refuses every refresh token: `invalid_grant`.",
    RefreshServerError: "The token endpoint answers a renewal with 500, and takes the same refresh token later.",
    RefreshRateLimited: "The token endpoint answers a renewal with 429, and takes the same refresh token later.",
    RefreshAnswerLost: "The token endpoint takes the refresh token, and answers 502 in place of the next one.",
    RefreshRefusesCors: "No page of another origin may read a renewal's answer.",
    RefreshSlow: "The token endpoint renews, and answers very late.",
    RefreshWithoutRotation: "Legal: a renewal brings no new refresh token, and the old one stays good.",
    RefreshWithoutIdToken: "Legal: a renewal brings no ID Token.",
    RefreshOtherIssuer: "The renewed ID Token's `iss` is another issuer.",
    RefreshOtherSubject: "The renewed ID Token is about somebody else.",
    RefreshOtherAudience: "The renewed ID Token's `aud` is another relying party.",
    RefreshOtherAuthorizedParty: "The renewed ID Token's `azp` is another relying party.",
    RefreshOtherAuthTime: "The renewed ID Token's `auth_time` is a minute before the sign-in's.",
    RefreshWrongNonce: "The renewed ID Token has a `nonce`, and not that of the sign-in.",

    RevocationUnauthorized: "The revocation endpoint answers 401 to whoever has no secret.",
    RevocationRefusesCors: "No page of another origin may read the answer to a revocation.",
    RevocationServerError: "The revocation endpoint answers 500.",
    SignOutStateWrong: "Whoever signed out comes back with another state.",
    SignOutStateMissing: "Whoever signed out comes back without the state.",
    FrontchannelLogoutOtherIssuer: "The frame that tells of the sign-out names another issuer.",
    FrontchannelLogoutOtherSession: "The frame that tells of the sign-out names another session.",
}
