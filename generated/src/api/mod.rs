/// e
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SystemCode {
    /// x
    AccessDenied,
    /// x
    NoCode,
    /// x
    Unknown(crate::runtime::Unknown<::std::string::String>),
}
crate::runtime::error_code! { SystemCode { AccessDenied => "ACCESS_DENIED" 403 } }
/// t
pub struct Time { 
    /// s
    pub start: Option<f64> }
crate::runtime::record! { Time { 0: start => "start" } }
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
/// i
pub enum En {
/// i
A,
/// i
Unknown(crate::runtime::Unknown<::std::string::String>) }
crate::runtime::string_enum! { En { A => "a" } }
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
/// i
pub enum En2 {
/// i
A,
/// i
Unknown(crate::runtime::Unknown<i64>) }
crate::runtime::integer_enum! { En2 { A => 3 } }
/// i
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id(i64);
crate::runtime::integer_id!(Id);
/// i
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SId(String);
crate::runtime::string_id!(SId);
