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
    Direction Effect EncodeError Error ErrorCode ErrorDetails ErrorRow FieldError File Flag ItemError
    Method Money NotRunError Nullable Order Paged Pagination Paging Response Rest RowError Rule Scalar
    Secret StalledError SystemCode SystemCodeDetails Time TooLargeError TooLargeKind
    TransportError TransportErrorKind UnexpectedError Unknown ValidationError Version Violation Walk
    Walkable api blocking client decode decode_partial encode filter record runtime
};

/// Names that every module knows, and that an import must not hide.
pub(crate) const PRELUDE: &[&str] = names! {
    Box Clone Default Err From Into IntoIterator None Ok Option Result Some String Vec
};

/// Strict and reserved keywords of the edition 2024, but for those that cannot be raw.
pub(crate) const KEYWORDS: &[&str] = names! {
    abstract as async await become box break const continue do dyn else enum extern false final fn
    for gen if impl in let loop macro match mod move mut override priv pub ref return static struct
    trait true try type typeof unsafe unsized use virtual where while yield
};
