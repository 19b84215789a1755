//! What a command is.

use std::io::Write;
use std::path::Path;

use crate::Failure;
use crate::value::Value;

/// Declares a command: its name and its summary for the list of commands, its help, its flags with their help, and what else
/// it takes. These become the fields of a struct; what is not given keeps the default of its type.
macro_rules! command {
    (
        $name:ident: $summary:literal;
        $(#[doc = $about:literal])*
        struct $Command:ident {
            $($(#[doc = $help:literal])? --$flag:ident: $value:ty,)*
            $($operand:ident: $operands:ty = $shown:literal,)?
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Default)]
        pub(crate) struct $Command {
            $($(#[doc = $help])? $flag: $value,)*
            $($operand: $operands,)?
        }

        impl $crate::command::Declared for $Command {
            fn about(&self) -> $crate::command::About {
                $crate::command::About {
                    name: stringify!($name),
                    summary: $summary,
                    help: concat!($($about, "\n"),*),
                }
            }

            fn args(&mut self) -> Vec<$crate::command::Arg<'_>> {
                vec![
                    $($crate::command::Arg {
                        name: concat!("--", stringify!($flag)),
                        help: concat!($($help)?),
                        value: &mut self.$flag,
                    },)*
                    $($crate::command::Arg {
                        name: $shown,
                        help: "",
                        value: &mut self.$operand,
                    },)?
                ]
            }
        }
    };
}
pub(crate) use command;

pub(crate) trait Command: Declared {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure>;
}

/// What [`command!`] implements.
pub(crate) trait Declared {
    fn about(&self) -> About;
    fn args(&mut self) -> Vec<Arg<'_>>;
}

pub(crate) struct About {
    pub(crate) name: &'static str,
    /// One line, in the list of commands.
    pub(crate) summary: &'static str,
    /// Empty if the program that the command runs has a help of its own.
    pub(crate) help: &'static str,
}

/// A flag, or what else a command takes, and the field it sets.
pub(crate) struct Arg<'c> {
    /// As in a usage line: `--check`, `[PATH..]`.
    pub(crate) name: &'static str,
    pub(crate) help: &'static str,
    pub(crate) value: &'c mut dyn Value,
}

impl Arg<'_> {
    pub(crate) fn is_flag(&self) -> bool {
        self.name.starts_with("--")
    }
}
