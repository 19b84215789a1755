//! The scopes that several methods need.

use bitrix24::{Method, Profile, SystemCode, biconnector, crm, macros, scopes, sign, tasks, user};

/// A method of one's own.
struct Count;

macros::record! { Count {} }

macros::method! {
    Count {
        name: "my.counter.get",
        scopes: ["user_basic", "my"],
        effect: Read,
        output: i64,
        error: SystemCode,
    }
}

#[test]
fn each_scope_that_is_needed_is_there_once() {
    assert_eq!(scopes::<Profile>(), [""; 0]);
    assert_eq!(scopes::<(crm::item::Get,)>(), ["crm"]);
    let three = scopes::<(tasks::task::List, crm::item::Get, crm::deal::List)>();
    assert_eq!(three, ["crm", tasks::task::List::SCOPES[0]]);
    type Read = (biconnector::source::Get, Profile);
    assert_eq!(
        scopes::<(Read, Read, crm::item::Add)>(),
        ["biconnector", "crm"]
    );
}

#[test]
fn of_scopes_one_of_which_is_enough_it_is_one_that_is_needed_anyway() {
    use sign::b2e::company::provider::List as Providers;
    assert_eq!(Providers::SCOPES, ["sign.b2e", "crm"]);
    assert_eq!(scopes::<Providers>(), ["sign.b2e"]);
    assert_eq!(scopes::<(Providers, crm::item::Get)>(), ["crm"]);
    // `user` comes first, but `user_basic` serves both.
    assert_eq!(scopes::<user::Get>(), ["user"]);
    assert_eq!(scopes::<(user::Get, Count)>(), ["user_basic"]);
}
