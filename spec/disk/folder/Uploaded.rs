use super::{UploadAddress, UploadedFile};
use crate::record::{Choice, Slot, SlotMut, Wire};

/// ```
/// use bitrix24::disk::folder::{UploadFile, Uploaded};
///
/// let body = r#"{"result":{"field":"file","uploadUrl":"https://example.com/rest/upload.json"}}"#;
/// let uploaded = bitrix24::decode::<UploadFile>(200, body)?.result;
/// let Uploaded::Address(address) = uploaded else {
///     panic!("this is a file");
/// };
/// assert_eq!(address.field, "file");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Uploaded {
    /// The content was sent, and this is the new file.
    File(Box<UploadedFile>),
    /// The content was not sent: it is to be sent here.
    Address(UploadAddress),
}

impl Wire for Uploaded {
    fn blank() -> Self {
        Self::Address(Wire::blank())
    }

    fn slot(&self) -> Slot<'_> {
        match self {
            Self::File(file) => file.slot(),
            Self::Address(address) => address.slot(),
        }
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Choice(self)
    }
}

impl Choice for Uploaded {
    fn pick(&mut self, json: &serde_json::Value) -> SlotMut<'_> {
        *self = match json.get("ID") {
            Some(_) => Self::File(Box::new(Wire::blank())),
            None => Wire::blank(),
        };
        match self {
            Self::File(file) => file.slot_mut(),
            Self::Address(address) => address.slot_mut(),
        }
    }
}

crate::runtime::macros::serde_if_wanted!(Uploaded);
