//! The scopes that a method needs, and those that several need together.

use std::fmt;

use super::method::Method;

/// The scopes that a webhook or an application must have to call a method.
///
/// ```
/// use bitrix24::{Method, Scopes, crm, user, userfieldconfig};
///
/// assert_eq!(crm::item::Get::SCOPES, Scopes::Any(&["crm"]));
/// assert_eq!(user::Get::SCOPES.to_string(), "one of the scopes `user`, `user_brief`, `user_basic`");
/// // What a parameter decides is said in words.
/// let Scopes::All { names, also } = userfieldconfig::List::SCOPES else { unreachable!() };
/// assert_eq!(names, ["userfieldconfig"]);
/// assert!(also.is_some());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scopes {
    /// One of these is enough. Without any, the method needs no scope.
    Any(&'static [&'static str]),
    /// All of these are needed.
    All {
        /// The scopes.
        names: &'static [&'static str],
        /// What else is needed, where a parameter of the call decides: "the scope of the module `moduleId`".
        also: Option<&'static str>,
    },
}

impl Scopes {
    /// No scope is needed.
    pub const NONE: Self = Self::Any(&[]);

    /// The scopes by name.
    #[must_use]
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Any(names) | Self::All { names, .. } => names,
        }
    }

    /// The same scopes, all of which are needed.
    #[must_use]
    pub const fn all(self) -> Self {
        let (names, also) = (self.names(), None);
        Self::All { names, also }
    }

    /// The same scopes, all of which are needed, and another one that a parameter decides.
    #[must_use]
    pub const fn also(self, also: &'static str) -> Self {
        let (names, also) = (self.names(), Some(also));
        Self::All { names, also }
    }
}

/// What is needed, as part of a sentence.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.names(), self) {
            ([], _) => f.write_str("no scope"),
            ([scope], _) => write!(f, "the scope `{scope}`"),
            (names, Self::Any(_)) => write!(f, "one of the scopes `{}`", names.join("`, `")),
            (names, Self::All { .. }) => write!(f, "the scopes `{}`", names.join("` and `")),
        }?;
        match self {
            Self::All {
                also: Some(also), ..
            } => write!(f, " and {also}"),
            _ => Ok(()),
        }
    }
}

mod sealed {
    /// Only methods, and the tuples below, are sets of methods.
    pub trait Sealed {}
}

/// A set of methods: one method, or a tuple of up to twelve sets.
pub trait Methods: sealed::Sealed {
    /// Adds what each of them needs.
    #[doc(hidden)]
    fn collect(needs: &mut Vec<Scopes>);
}

impl<M: Method> sealed::Sealed for M {}

impl<M: Method> Methods for M {
    fn collect(needs: &mut Vec<Scopes>) {
        needs.push(M::SCOPES);
    }
}

macro_rules! tuple {
    ($($methods:ident)+) => {
        impl<$($methods: Methods),+> sealed::Sealed for ($($methods,)+) {}

        impl<$($methods: Methods),+> Methods for ($($methods,)+) {
            fn collect(needs: &mut Vec<Scopes>) {
                $($methods::collect(needs);)+
            }
        }
    };
}

tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
tuple!(A B C D E F G H I);
tuple!(A B C D E F G H I J);
tuple!(A B C D E F G H I J K);
tuple!(A B C D E F G H I J K L);

/// Returns the scopes that a webhook or an application needs to call all of these methods: those to tick when you create it. In
/// alphabetical order, without duplicates.
///
/// Where one of several [`SCOPES`](Method::SCOPES) is enough, the result has one that is needed anyway, if possible; otherwise the one that serves most of these methods, and among equals the one documented first. Such scopes differ in what
/// they allow: with `user_basic`, `user.get` returns fewer fields than with `user`, which also allows updating users ([user
/// scopes](https://apidocs.bitrix24.com/api-reference/user/user-scope.html)). To ask for less, choose among `SCOPES` yourself.
///
/// Where a parameter decides which scope is needed besides, [`Scopes::All`] says so in words; the result cannot have it.
///
/// Scopes are not everything: some methods are [for applications](Method::CONTEXT), and each checks the permissions of the user
/// as well.
///
/// ```
/// use bitrix24::{crm, tasks, user, Profile};
///
/// let scopes = bitrix24::scopes::<(crm::item::Get, crm::deal::List, tasks::task::List, user::Get, Profile)>();
/// assert_eq!(scopes, ["crm", "task", "user"]);
/// ```
///
/// A call [without a spec](crate::Untyped) has none; a method of your own has those of its table, see [`macros`](crate::macros).
#[must_use]
pub fn scopes<M: Methods>() -> Vec<&'static str> {
    let mut needs = Vec::new();
    M::collect(&mut needs);
    cover(sets(&needs))
}

/// The sets of scopes, one of each of which is needed.
fn sets(needs: &[Scopes]) -> Vec<&'static [&'static str]> {
    let mut sets = Vec::new();
    for need in needs {
        match need {
            Scopes::Any(names) => sets.push(*names),
            Scopes::All { names, .. } => sets.extend(names.chunks(1)),
        }
    }
    sets
}

/// As few scopes as a simple choice finds, with at least one of each set that is not empty.
fn cover(mut needs: Vec<&'static [&'static str]>) -> Vec<&'static str> {
    let mut scopes: Vec<&'static str> = Vec::new();
    for need in &needs {
        if let [scope] = need {
            scopes.push(scope);
        }
    }
    loop {
        needs.retain(|need| !need.is_empty() && !need.iter().any(|scope| scopes.contains(scope)));
        let serves = |scope: &str| needs.iter().filter(|need| need.contains(&scope)).count();
        let candidates = needs.iter().copied().flatten().copied();
        // The last of equals is taken, so the first has to come last.
        let candidates: Vec<_> = candidates.collect();
        let Some(best) = candidates
            .into_iter()
            .rev()
            .max_by_key(|scope| serves(scope))
        else {
            break;
        };
        scopes.push(best);
    }
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests {
    use super::{Scopes, cover, sets};

    #[test]
    fn scopes_that_are_needed_together_are_needed_one_by_one() {
        let needs = [
            Scopes::Any(&["c", "b"]),
            Scopes::Any(&["a", "b"]).all(),
            Scopes::Any(&["d"]).also("what `x` says"),
            Scopes::NONE,
        ];
        assert_eq!(cover(sets(&needs)), ["a", "b", "d"]);
    }

    #[test]
    fn what_is_needed_reads_as_part_of_a_sentence() {
        for (scopes, text) in [
            (Scopes::NONE, "no scope"),
            (Scopes::Any(&["a"]), "the scope `a`"),
            (Scopes::Any(&["a", "b"]), "one of the scopes `a`, `b`"),
            (Scopes::Any(&["a", "b"]).all(), "the scopes `a` and `b`"),
            (Scopes::Any(&["a"]).also("more"), "the scope `a` and more"),
        ] {
            assert_eq!(scopes.to_string(), text);
        }
    }

    #[test]
    fn one_of_several_is_enough_and_it_is_one_that_is_needed_anyway() {
        for (needs, expected) in [
            (vec![], vec![]),
            (vec![&[][..]], vec![]),
            (vec![&["b"][..], &["a"], &["b"]], vec!["a", "b"]),
            // The one that comes first, if nothing else decides.
            (vec![&["c", "a"][..]], vec!["c"]),
            (vec![&["c", "a"][..], &["a"]], vec!["a"]),
            (vec![&["a"][..], &["c", "a"]], vec!["a"]),
            // The one that serves most.
            (vec![&["a", "c"][..], &["b", "c"]], vec!["c"]),
            (vec![&["a", "b"][..], &["c", "d"]], vec!["a", "c"]),
        ] {
            assert_eq!(cover(needs.clone()), expected, "{needs:?}");
        }
    }
}
