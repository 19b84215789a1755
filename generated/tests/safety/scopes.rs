//! The scopes that several methods need.

use bitrix24::{
    Method, Profile, Scopes, SystemCode, biconnector, crm, macros, scopes, sign, tasks, user,
    userfieldconfig,
};

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
    assert_eq!(three, ["crm", tasks::task::List::SCOPES.names()[0]]);
    type Read = (biconnector::source::Get, Profile);
    assert_eq!(
        scopes::<(Read, Read, crm::item::Add)>(),
        ["biconnector", "crm"]
    );
}

#[test]
fn of_scopes_one_of_which_is_enough_it_is_one_that_is_needed_anyway() {
    use sign::b2e::company::provider::List as Providers;
    assert_eq!(Providers::SCOPES, Scopes::Any(&["sign.b2e", "crm"]));
    assert_eq!(scopes::<Providers>(), ["sign.b2e"]);
    assert_eq!(scopes::<(Providers, crm::item::Get)>(), ["crm"]);
    // `user` comes first, but `user_basic` serves both.
    assert_eq!(scopes::<user::Get>(), ["user"]);
    assert_eq!(scopes::<(user::Get, Count)>(), ["user_basic"]);
}

/// A call that needs two scopes together.
struct Dial;

macros::record! { Dial {} }

macros::method! {
    Dial {
        name: "my.phone.dial",
        scopes: all ["telephony", "user_basic"],
        effect: Write,
        output: i64,
        error: SystemCode,
    }
}

#[test]
fn of_scopes_all_of_which_are_needed_each_is_there() {
    assert_eq!(
        Dial::SCOPES,
        Scopes::Any(&["telephony", "user_basic"]).all()
    );
    assert_eq!(scopes::<Dial>(), ["telephony", "user_basic"]);
    assert_eq!(scopes::<(user::Get, Dial)>(), ["telephony", "user_basic"]);
    // The module's scope is in the call; the method tells.
    let Scopes::All { names, also } = userfieldconfig::List::SCOPES else {
        panic!("one of them is not enough");
    };
    assert_eq!(
        (names, also),
        (
            &["userfieldconfig"][..],
            Some("the scope of the module `moduleId`")
        )
    );
    assert_eq!(scopes::<userfieldconfig::List>(), ["userfieldconfig"]);
}
