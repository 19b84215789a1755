//! Names that mean something already.

/// Names as texts.
macro_rules! names {
    ($($name:tt)*) => {
        &[$(stringify!($name)),*]
    };
}

/// What the crate itself has at its root.
pub(crate) const ROOT: &[&str] = names! {
    AnyCode ApiError AuthError AuthErrorKind Base64 Bitrix24 Body CallError CivilDate CivilTime
    Context Date DateError DateErrorKind DateTime DateTimeParts Decimal DecimalError DecodeError
    Direction Effect EncodeError Error ErrorCode ErrorDetails ErrorKind ErrorRow FieldError File
    IntoParam ItemError Method Methods Mistake Money NotRunError Nullable Order OutputAs Own
    Paged PagedRequest Pagination Paging ReadOnlyError Request Response Rest RowError RowsAs Rule
    Scalar Scopes Secret StalledError SystemCode SystemCodeDetails Time Timestamp TooLargeError TooLargeKind TransportError TransportErrorKind UnexpectedError Unknown UnlistedError Untyped UntypedList ValidationError
    Version Violation Walk Walkable With api blocking client decode decode_partial decode_tolerant
    encode filter macros record runtime scopes
};

/// The features of the crate that are no modules, but for those with a `-` in them.
pub(crate) const FEATURES: &[&str] = names! {
    blocking chrono client default full http2 jiff reqwest rust_decimal serde ureq
};

/// Names that every module knows, and that an import must not hide.
pub(crate) const PRELUDE: &[&str] = names! {
    Box Clone Copy Debug Default Drop Eq Err Fn FnMut FnOnce From Future Hash Into IntoFuture
    IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Send Sized Some String Sync
    ToOwned ToString TryFrom TryInto Unpin Vec
};

/// Names that a derive macro of every module has beside a type.
pub(crate) const DERIVES: &[&str] = names! {
    Clone Copy Debug Default Eq Hash Ord PartialEq PartialOrd
};

/// Strict and reserved keywords of the edition 2024, but for those that cannot be raw.
pub(crate) const KEYWORDS: &[&str] = names! {
    abstract as async await become box break const continue do dyn else enum extern false final fn
    for gen if impl in let loop macro match mod move mut override priv pub ref return static struct
    trait true try type typeof unsafe unsized use virtual where while yield
};
