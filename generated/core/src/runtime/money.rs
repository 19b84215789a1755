//! An amount with its currency.

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use super::decimal::{Decimal, DecimalError};
use super::loose;
use super::record::{Slot, SlotMut, Text, Wire};

/// An amount with its currency, in the notation of custom fields of the type `money`: `1500.50|EUR`.
///
/// ```
/// use bitrix24::{Decimal, Money, Rest};
///
/// let mut fields = Rest::from([("UF_CRM_PRICE", "1500.50|EUR")]);
/// let price: Option<Money> = fields.read("UF_CRM_PRICE")?;
/// assert_eq!(price, Some(Money::new(Decimal::new(150_050, 2), "EUR")));
/// fields.set("UF_CRM_PRICE", Money::new(1600, "EUR"))?;
/// assert_eq!(fields.get("UF_CRM_PRICE"), Some(&"1600|EUR".into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount, in units of the currency.
    pub amount: Decimal,
    /// Code of the currency, such as `EUR`; empty if the text has none. One that is not of ASCII letters and digits alone cannot be
    /// sent.
    pub currency: String,
}

impl Money {
    /// Creates an amount in a currency, given by its code.
    #[must_use]
    pub fn new(amount: impl Into<Decimal>, currency: impl Into<String>) -> Self {
        Self {
            amount: amount.into(),
            currency: currency.into(),
        }
    }

    /// What is wrong with it, if it cannot be sent.
    pub(super) fn fault(&self) -> Option<&'static str> {
        match self.amount.is_finite() {
            false => Some("an amount of the request is not finite"),
            true if !loose::currency(&self.currency) => {
                Some("the currency of an amount of the request is not a code")
            }
            true => None,
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (amount, currency) = loose::money(text)?;
        Some(Self::new(Decimal::from_text(amount.to_owned())?, currency))
    }
}

/// As it is sent: `1500.50|EUR`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.amount.as_str())?;
        match self.currency.as_str() {
            "" => Ok(()),
            currency => write!(f, "|{currency}"),
        }
    }
}

impl FromStr for Money {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        Self::read(text).ok_or(DecimalError::NotANumber)
    }
}

impl Wire for Money {
    fn blank() -> Self {
        Self::new(Decimal::default(), "")
    }

    fn slot(&self) -> Slot<'_> {
        Slot::Money(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Text(self)
    }
}

impl Text for Money {
    fn set(&mut self, text: &str) {
        *self = Self::read(text).unwrap_or_else(|| {
            // What a server sends is accepted first, so that this is a copy of one that cannot be sent, and nor can the copy.
            let (amount, currency) = text.split_once('|').unwrap_or((text, ""));
            Self::new(Decimal::unchecked(amount), currency)
        });
    }

    fn accepts(&self, text: &str) -> bool {
        loose::money(text).is_some()
    }

    fn kind(&self) -> &'static str {
        "amount with a currency"
    }
}

super::macros::serde!(Money);
