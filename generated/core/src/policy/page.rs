//! A page of a list, as a client gives it.

use std::iter::{FusedIterator, Peekable};
use std::vec;

use crate::runtime::report_of;
use crate::{Mistake, RowError};

/// A page of a list: rows, and errors in the places of those that do not decode.
///
/// It is an iterator of results, in the order of the server. All rows or the first error are [`into_rows`](Self::into_rows);
/// rows and errors apart, [`into_parts`](Self::into_parts).
///
/// ```
/// use bitrix24::Bitrix24;
/// use bitrix24::crm::deal::List;
///
/// async fn titles(bitrix: &Bitrix24) -> Result<Vec<Option<String>>, bitrix24::Error> {
///     let (mut pages, mut titles) = (bitrix.pages(List::new()), Vec::new());
///     while let Some(page) = pages.next().await {
///         // All or nothing; what cannot be decoded ends it.
///         titles.extend(page?.into_rows()?.into_iter().map(|deal| deal.title));
///     }
///     Ok(titles)
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "rows that do not decode are errors in it"]
pub struct Page<T> {
    rows: Vec<T>,
    /// Each error with the number of rows before it.
    errors: Vec<(usize, RowError)>,
    mistakes: Vec<Mistake>,
}

impl<T> Page<T> {
    pub(super) fn new(rows: Vec<T>, errors: Vec<RowError>, mistakes: Vec<Mistake>) -> Self {
        // The errors before it stand between the rows as well.
        let errors = errors.into_iter().enumerate();
        let errors = errors.map(|(before, error)| (error.index.saturating_sub(before), error));
        Self {
            rows,
            errors: errors.collect(),
            mistakes,
        }
    }

    /// Number of rows, with those that do not decode.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() + self.errors.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All rows.
    ///
    /// # Errors
    ///
    /// The first row that does not decode.
    pub fn into_rows(self) -> Result<Vec<T>, RowError> {
        match self.errors.into_iter().next() {
            None => Ok(self.rows),
            Some((_, error)) => Err(error),
        }
    }

    /// The rows that decode, and the errors of the others.
    #[must_use]
    pub fn into_parts(self) -> (Vec<T>, Vec<RowError>) {
        let errors = self.errors.into_iter().map(|(_, error)| error);
        (self.rows, errors.collect())
    }

    /// The optional fields of its rows that a tolerant client left absent. Each path has the position of the row on the page,
    /// from 0, as the server sent it: `result[3].OPPORTUNITY`.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// Describes its mistakes and the rows that do not decode, for a public issue, without any value of the response: see
    /// [`DecodeError::report`](crate::DecodeError::report); `None` if there are none.
    #[must_use]
    pub fn report(&self) -> Option<String> {
        let errors = self.errors.iter().map(|(_, error)| error);
        report_of(&self.mistakes, errors)
    }

    /// Keeps the rows at the places for which `keep` is true, which is asked in their order.
    pub(super) fn retain(mut self, mut keep: impl FnMut(usize) -> bool) -> Self {
        let mistakes = std::mem::take(&mut self.mistakes);
        let (mut rows, mut errors) = (Vec::new(), Vec::new());
        for (index, row) in self.into_iter().enumerate() {
            match row {
                _ if !keep(index) => {}
                Ok(row) => rows.push(row),
                Err(error) => errors.push((rows.len(), error)),
            }
        }
        Self {
            rows,
            errors,
            mistakes,
        }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = Result<T, RowError>;
    type IntoIter = PageRows<T>;

    fn into_iter(self) -> PageRows<T> {
        PageRows {
            rows: self.rows.into_iter(),
            errors: self.errors.into_iter().peekable(),
            given: 0,
        }
    }
}

/// The rows of a [`Page`], in the order of the server.
#[derive(Debug)]
pub struct PageRows<T> {
    rows: vec::IntoIter<T>,
    errors: Peekable<vec::IntoIter<(usize, RowError)>>,
    given: usize,
}

impl<T> Default for PageRows<T> {
    fn default() -> Self {
        Page::new(Vec::new(), Vec::new(), Vec::new()).into_iter()
    }
}

impl<T> Iterator for PageRows<T> {
    type Item = Result<T, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((_, error)) = self.errors.next_if(|(before, _)| *before <= self.given) {
            return Some(Err(error));
        }
        self.given += 1;
        self.rows.next().map(Ok)
    }
}

impl<T> FusedIterator for PageRows<T> {}
