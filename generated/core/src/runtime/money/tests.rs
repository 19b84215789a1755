use super::Money;
use crate::runtime::{DecimalError, Rest};

#[test]
fn money_is_an_amount_and_a_currency_and_is_written_as_it_was_read() -> Result<(), DecimalError> {
    for (text, amount, currency) in [
        ("1500.50|EUR", "1500.50", "EUR"),
        ("300|USD", "300", "USD"),
        ("-0.0001|RUB", "-0.0001", "RUB"),
        (
            "12345678901234567890.12|JPY",
            "12345678901234567890.12",
            "JPY",
        ),
        ("7", "7", ""),
    ] {
        let money: Money = text.parse()?;
        assert_eq!(
            (money.amount.as_str(), money.currency.as_str()),
            (amount, currency)
        );
        assert_eq!(money.to_string(), text);
        let fields = Rest::from([("UF_CRM_1", text)]);
        assert_eq!(
            fields.read::<Money>("UF_CRM_1").ok().flatten(),
            Some(money.clone())
        );
        assert_eq!(serde_json::to_value(&money).ok(), Some(text.into()));
    }
    assert_eq!("7|".parse::<Money>()?.to_string(), "7");
    for text in ["", "|EUR", "EUR", "1|2|EUR", "1|E UR", "1,5|EUR", "|"] {
        assert_eq!(
            text.parse::<Money>(),
            Err(DecimalError::NotANumber),
            "{text}"
        );
    }
    Ok(())
}

#[test]
fn what_the_server_sends_for_no_money_is_none() -> serde_json::Result<()> {
    for empty in ["\"\"", "null", "false", "[]", "{}"] {
        let fields: Rest = serde_json::from_str(&format!(r#"{{"UF_CRM_1":{empty}}}"#))?;
        assert_eq!(fields.read::<Money>("UF_CRM_1")?, None, "{empty}");
    }
    let fields: Rest = serde_json::from_str(r#"{"a":1500.5,"b":"EUR","c":[1]}"#)?;
    assert_eq!(fields.read("a")?, Some(Money::new(1500.5, "")));
    for wrong in ["b", "c"] {
        let error = fields
            .read::<Money>(wrong)
            .map_err(|error| error.to_string());
        let said = error.is_err_and(|error| error.contains("amount with a currency"));
        assert!(said, "{wrong}");
    }
    Ok(())
}

struct Offer {
    price: Money,
}

crate::runtime::record! {
    Offer {
        0: price => "price" required,
    }
}

#[test]
fn money_that_cannot_be_read_back_is_not_sent_and_a_copy_is_the_same() {
    for (amount, currency, said) in [
        (f64::NAN, "EUR", "not finite"),
        (f64::INFINITY, "", "not finite"),
        (1.0, "E|R", "not a code"),
        (1.0, "E R", "not a code"),
        (1.0, "\u{20ac}", "not a code"),
    ] {
        let price = Money::new(amount, currency);
        let error = serde_json::to_string(&price).map_err(|error| error.to_string());
        assert!(error.is_err_and(|error| error.contains(said)), "{price}");
        let offer = Offer { price };
        let copy = offer.clone();
        assert_eq!(copy.price, offer.price);
        assert!(crate::encode(&copy).is_err(), "{}", copy.price);
    }
}
