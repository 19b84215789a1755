//! What is compiled with which features of the crate.

use std::collections::BTreeSet;

/// The features that compile a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// It is always compiled.
    Open,
    /// One of these is needed. No two of them are a feature and a part of it.
    Any(BTreeSet<String>),
}

impl Gate {
    /// The gate of nothing: the union of no gates.
    pub(crate) const SHUT: Self = Self::Any(BTreeSet::new());

    pub(crate) fn of(feature: Option<String>) -> Self {
        feature.map_or(Self::Open, |feature| Self::Any([feature].into()))
    }

    /// What is compiled if this is, or the other is.
    pub(crate) fn or(self, other: Self) -> Self {
        let (Self::Any(mut features), Self::Any(others)) = (self, other) else {
            return Self::Open;
        };
        features.extend(others);
        let all = features.clone();
        features.retain(|whole| {
            !all.iter()
                .any(|part| part != whole && turns_on(whole, part))
        });
        Self::Any(features)
    }

    /// Whether the other is compiled wherever this is.
    pub(crate) fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::Open) => true,
            (Self::Open, Self::Any(_)) => false,
            (Self::Any(features), Self::Any(others)) => features
                .iter()
                .all(|feature| others.iter().any(|other| turns_on(feature, other))),
        }
    }
}

/// Whether a feature is the other one, or has it as a part: `crm` turns on `crm.item`.
fn turns_on(feature: &str, other: &str) -> bool {
    let rest = other.strip_prefix(feature);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::Gate;

    fn gate(features: &str) -> Gate {
        let features = features.split_whitespace().map(str::to_owned);
        Gate::Any(features.collect())
    }

    #[test]
    fn a_feature_turns_on_its_parts_and_nothing_else() {
        for (from, to, implies) in [
            ("a", "a", true),
            ("a", "a b", true),
            ("a b", "a", false),
            ("a", "a.x", true),
            ("a.x", "a", false),
            ("ab", "a", false),
            ("a", "ab", false),
            ("a.x b", "b a.x a.y", true),
            ("", "a", true),
        ] {
            assert_eq!(gate(from).implies(&gate(to)), implies, "{from} {to}");
        }
        assert!(gate("a").implies(&Gate::Open));
        assert!(!Gate::Open.implies(&gate("a")));
    }

    #[test]
    fn a_union_does_without_the_features_that_turn_on_others_of_it() {
        assert_eq!(gate("a").or(gate("a.x b")), gate("a.x b"));
        assert_eq!(gate("a.x").or(gate("a.y")), gate("a.x a.y"));
        assert_eq!(Gate::SHUT.or(gate("a")), gate("a"));
        assert_eq!(gate("a").or(Gate::Open), Gate::Open);
    }
}
