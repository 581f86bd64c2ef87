//! The stable name of each failure.

/// Gives an error its `code`, by variant, and the list of all its codes. A variant without one does not build.
macro_rules! codes {
    ($error:ident: $($pattern:pat => $code:literal,)+) => {
        impl $error {
            /// Every code it can have.
            pub const CODES: &[&str] = &[$($code),+];

            /// Its stable name: tests, support tickets and documentation go by it.
            pub fn code(&self) -> &'static str {
                match self {
                    $($pattern => $code,)+
                }
            }
        }
    };
}

pub(crate) use codes;
