//! When a fault acts, and whether it is one.

use super::Misbehaviour;

impl Misbehaviour {
    /// Whether it concerns what is read before a sign-in, so that it acts at once and until it is cleared.
    pub fn stands(self) -> bool {
        use Misbehaviour::*;
        self.is_only_about_metadata_or_keys()
            || matches!(self, KeyIdAbsentSeveralKeys | SignatureEs256WithWrongKey | AlgorithmNotAllowed)
    }

    /// Whether the next sign-in takes it along.
    pub fn belongs_to_a_sign_in(self) -> bool {
        !self.is_only_about_metadata_or_keys()
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
                | KeyIdAbsent
                | UnknownClaims
                | AudienceAsList
                | AudienceWithAuthorizedParty
                | FractionalTimes
                | MissingAccessTokenHash
                | UserinfoSigned
                | UserinfoWithoutIssuerAndAudience
        )
    }

    fn is_only_about_metadata_or_keys(self) -> bool {
        use Misbehaviour::*;
        matches!(
            self,
            MetadataIssuerMismatch
                | MetadataIsHtml
                | MetadataServerError
                | MetadataWithoutLists
                | MetadataWithoutUserinfo
                | MetadataWithoutS256
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
        )
    }
}
