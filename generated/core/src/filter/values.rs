//! What a list of values to compare with can be.

use crate::Scalar;
use crate::record::Text;

/// Values of a field of the type `T`, as [`is_in`](super::is_in) takes them: an array, a `Vec`, a slice or any iterator, of values
/// or of references to values, each a `T` or something that turns into one.
///
/// `M` says which of these it is. The compiler finds that out; `is_in::<i64, _>` leaves it to it.
///
/// ```
/// use bitrix24::biconnector::SourceId;
/// use bitrix24::biconnector::table::ListFilter;
/// use bitrix24::filter::is_in;
///
/// let ids: Vec<SourceId> = vec![17.into(), 18.into()];
/// let by_reference = ListFilter::new().source_id(is_in(&ids)).name(is_in(&["a", "b"]));
/// let by_value = ListFilter::new().source_id(is_in([17, 18])).name(is_in(["a", "b"]));
/// assert_eq!(by_reference, by_value);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of values of the type `{T}`",
    label = "each of them must be a `{T}`, turn into one, or be a reference to such a value"
)]
pub trait Values<T, M> {
    /// The values.
    fn into_values(self) -> Vec<T>;
}

/// Marks [`Values`] that turn into those of the field.
#[derive(Clone, Copy, Debug)]
pub enum Owned {}

/// Marks [`Values`] that are references to something that can be copied, such as a number or an integer ID.
#[derive(Clone, Copy, Debug)]
pub enum Copied {}

/// Marks [`Values`] that are references to texts of a certain form: string IDs, string enums, dates.
#[derive(Clone, Copy, Debug)]
pub enum Cloned {}

impl<T, I> Values<T, Owned> for I
where
    I: IntoIterator,
    I::Item: Into<T>,
{
    fn into_values(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<'v, T, V, I> Values<T, Copied> for I
where
    I: IntoIterator<Item = &'v V>,
    V: Copy + Into<T> + 'v,
{
    fn into_values(self) -> Vec<T> {
        self.into_iter().map(|value| (*value).into()).collect()
    }
}

/// So that references to values of any kind are [`Values`] as well.
impl From<&Scalar> for Scalar {
    fn from(value: &Scalar) -> Self {
        value.clone()
    }
}

// Not for any `T: Clone`: a reference to a `String` turns into one by `Into` as well.
impl<'v, T, I> Values<T, Cloned> for I
where
    I: IntoIterator<Item = &'v T>,
    T: Text + Clone + 'v,
{
    fn into_values(self) -> Vec<T> {
        self.into_iter().cloned().collect()
    }
}
