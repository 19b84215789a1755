//! Paths in JSON, as errors show them: `item.settings[0].value`, `item["a b"]`.

/// A step of a path.
#[derive(Clone)]
pub(super) enum Segment {
    /// A key that the documentation knows.
    Key(String),
    /// A key that is data, and what stands for it where no data may be shown: `*`, or the family of keys such as `UF_*`.
    Data(String, &'static str),
    Index(usize),
}

/// How much of a key is kept where each of many mistakes keeps it; errors show less.
const KEPT: usize = 1_001;

/// A key that is data, or its beginning.
pub(super) fn beginning(key: &str) -> String {
    key.chars().take(KEPT).collect()
}

/// A place in an answer.
pub(super) struct Place {
    /// As errors show it.
    pub(super) path: String,
    /// The same without keys that are data: `result[*].NAME`.
    pub(super) public: String,
}

impl Place {
    /// The place that these lead to, from the outermost on.
    pub(super) fn of<'s>(segments: impl IntoIterator<Item = &'s Segment>) -> Self {
        let (mut path, mut public) = (String::new(), String::new());
        for segment in segments {
            match segment {
                Segment::Key(key) => {
                    push_key(&mut path, key);
                    push_key(&mut public, key);
                }
                Segment::Data(key, placeholder) => {
                    push_key(&mut path, key);
                    public.push_str(&format!("[{placeholder}]"));
                }
                Segment::Index(index) => {
                    push_index(&mut path, *index);
                    push_index(&mut public, *index);
                }
            }
        }
        Self { path, public }
    }
}

/// Appends a key.
pub(super) fn push_key(path: &mut String, key: &str) {
    let is_word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_word {
        path.push_str(&format!("[{key:?}]"));
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

/// Appends an index.
pub(super) fn push_index(path: &mut String, index: usize) {
    path.push_str(&format!("[{index}]"));
}
