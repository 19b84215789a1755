//! A method of this test's own, with a parameter of every shape; whether it may stand in a batch can be chosen.

use bitrix24::record::{FieldDef, Record, RecordDef, Slot, SlotMut, Wire};
use bitrix24::{AnyCode, Context, Effect, Method, Nullable, Rest, Scopes};

#[derive(Default)]
pub(crate) struct Custom<const BATCH: bool> {
    pub(crate) flag: Option<bool>,
    pub(crate) note: Option<Nullable<String>>,
    pub(crate) number: Option<f64>,
    pub(crate) list: Option<Vec<String>>,
    /// Anything.
    pub(crate) data: Rest,
    /// Parameters of any name.
    pub(crate) others: Rest,
}

static DEF: RecordDef = RecordDef::new(
    "Custom",
    &[
        FieldDef::new("flag"),
        FieldDef::new("note"),
        FieldDef::new("number"),
        FieldDef::new("list"),
        FieldDef::new("data"),
        FieldDef::new("X*").family(),
    ],
);

impl<const BATCH: bool> Record for Custom<BATCH> {
    fn empty() -> Self {
        Self::default()
    }

    fn def(&self) -> &'static RecordDef {
        &DEF
    }

    fn get(&self, index: usize) -> Slot<'_> {
        match index {
            0 => self.flag.slot(),
            1 => self.note.slot(),
            2 => self.number.slot(),
            3 => self.list.slot(),
            4 => self.data.slot(),
            5 => self.others.slot(),
            _ => Slot::Absent,
        }
    }

    fn get_mut(&mut self, index: usize) -> SlotMut<'_> {
        match index {
            0 => self.flag.slot_mut(),
            1 => self.note.slot_mut(),
            2 => self.number.slot_mut(),
            3 => self.list.slot_mut(),
            4 => self.data.slot_mut(),
            5 => self.others.slot_mut(),
            _ => SlotMut::Unit,
        }
    }
}

impl<const BATCH: bool> Method for Custom<BATCH> {
    const NAME: &'static str = "custom.call";
    const SCOPES: Scopes = Scopes::NONE;
    const EFFECT: Effect = Effect::Read;
    const CONTEXT: Context = Context::Any;
    const BATCH: bool = BATCH;
    const UNWRAP: Option<&'static str> = None;
    type Output = Rest;
    type Error = AnyCode;
}
