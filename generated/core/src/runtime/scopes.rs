//! The scopes that several methods need together.

use super::method::Method;

mod sealed {
    /// Only methods, and the tuples below, are sets of methods.
    pub trait Sealed {}
}

/// A set of methods: one method, or a tuple of up to twelve sets.
pub trait Methods: sealed::Sealed {
    /// Adds what each of them needs.
    #[doc(hidden)]
    fn collect(needs: &mut Vec<&'static [&'static str]>);
}

impl<M: Method> sealed::Sealed for M {}

impl<M: Method> Methods for M {
    fn collect(needs: &mut Vec<&'static [&'static str]>) {
        needs.push(M::SCOPES);
    }
}

macro_rules! tuple {
    ($($methods:ident)+) => {
        impl<$($methods: Methods),+> sealed::Sealed for ($($methods,)+) {}

        impl<$($methods: Methods),+> Methods for ($($methods,)+) {
            fn collect(needs: &mut Vec<&'static [&'static str]>) {
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
/// A method with several [`SCOPES`](Method::SCOPES) needs one of them. The result has one that is needed anyway, if possible;
/// otherwise the one that serves most of these methods, and among equals the one documented first. Such scopes differ in what
/// they allow: with `user_basic`, `user.get` returns fewer fields than with `user`, which also allows updating users ([user
/// scopes](https://apidocs.bitrix24.com/api-reference/user/user-scope.html)). To ask for less, choose among `SCOPES` yourself.
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
    cover(needs)
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
    use super::cover;

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
