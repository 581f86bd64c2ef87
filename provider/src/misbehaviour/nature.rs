//! When a fault acts, and whether it is one.

use super::Misbehaviour;

impl Misbehaviour {
    /// Whether it concerns what is asked before or after a sign-in, so that it acts at once and until it is cleared.
    pub fn stands(self) -> bool {
        use Misbehaviour::*;
        self.is_outside_a_sign_in()
            || matches!(self, KeyIdAbsentSeveralKeys | SignatureEs256WithWrongKey | AlgorithmNotAllowed)
    }

    /// Whether the next sign-in takes it along.
    pub fn belongs_to_a_sign_in(self) -> bool {
        !self.is_outside_a_sign_in()
    }

    /// Whether a relying party that follows the specifications still signs the person in.
    pub fn is_legal(self) -> bool {
        use Misbehaviour::*;
        matches!(
            self,
            MetadataWithoutLists
                | MetadataWithoutUserinfo
                | KeysRotated
                | KeyIdAbsentRotated
                | KeyReplacedUnderItsName
                | LowercaseBearer
                | ExpiresInAsText
                | ExpiresInMissing
                | ScopeNarrowed
                | KeyIdAbsent
                | UnknownClaims
                | AudienceAsList
                | AudienceWithAuthorizedParty
                | FractionalTimes
                | MissingAccessTokenHash
                | UserinfoSigned
                | UserinfoWithoutIssuerAndAudience
                | UserinfoDisagrees
                | DpopNonceRequired
                | RefreshWithoutRotation
                | RefreshWithoutIdToken
        )
    }

    /// Whether it happens when a refresh token is used, and in no other token answer.
    pub(crate) fn is_of_a_renewal(self) -> bool {
        use Misbehaviour::*;
        matches!(
            self,
            RefreshInvalidGrant
                | RefreshServerError
                | RefreshRateLimited
                | RefreshAnswerLost
                | RefreshRefusesCors
                | RefreshSlow
                | RefreshWithoutRotation
                | RefreshWithoutIdToken
                | RefreshOtherIssuer
                | RefreshOtherSubject
                | RefreshOtherAudience
                | RefreshOtherAuthorizedParty
                | RefreshOtherAuthTime
                | RefreshWrongNonce
        )
    }

    fn is_outside_a_sign_in(self) -> bool {
        use Misbehaviour::*;
        matches!(
            self,
            MetadataIssuerMismatch
                | MetadataIssuerTrailingSlash
                | MetadataIsHtml
                | MetadataServerError
                | MetadataWithoutLists
                | MetadataWithoutUserinfo
                | MetadataWithoutS256
                | MetadataEndpointMissing
                | MetadataInsecureEndpoint
                | MetadataRefusesCors
                | KeysWrongUse
                | KeysWrongOperations
                | KeysWrongAlgorithm
                | KeysWrongType
                | KeysEmpty
                | KeysTooSmall
                | KeysUnreadable
                | KeysServerError
                | KeysRefuseCors
                | ApiInsufficientAuthentication
                | PushedRequestRefused
                | PushedRequestServerError
                | PushedRequestUriExpired
                | DpopNonceRequired
                | RevocationUnauthorized
                | RevocationRefusesCors
                | RevocationServerError
                | SignOutStateWrong
                | SignOutStateMissing
                | FrontchannelLogoutOtherIssuer
                | FrontchannelLogoutOtherSession
        ) || self.is_of_a_renewal()
    }
}
