//! JSON with its numbers as they are written and its keys in order.

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    /// The digits as written.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    pub fn number(number: impl ToString) -> Json {
        Json::Number(number.to_string())
    }

    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Reads a text; panics where it is no JSON.
    pub fn parse(text: &str) -> Json {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value();
        reader.space();
        assert_eq!(reader.at, text.len(), "more behind the value: {text}");
        value
    }

    /// Over several lines, for people.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.write_pretty(&mut out, 0);
        out
    }

    fn write_pretty(&self, out: &mut String, depth: usize) {
        let compact = self.to_string();
        if compact.chars().count() + depth * 2 <= 110 {
            out.push_str(&compact);
            return;
        }
        let line = |out: &mut String, depth: usize| {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        };
        match self {
            Json::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    line(out, depth + 1);
                    item.write_pretty(out, depth + 1);
                }
                line(out, depth);
                out.push(']');
            }
            Json::Object(entries) => {
                out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    line(out, depth + 1);
                    out.push_str(&format!("{}: ", Json::text(key)));
                    value.write_pretty(out, depth + 1);
                }
                line(out, depth);
                out.push('}');
            }
            _ => out.push_str(&compact),
        }
    }
}

impl std::fmt::Display for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(value) => write!(f, "{value}"),
            Json::Number(digits) => f.write_str(digits),
            Json::Text(text) => f.write_str(&serde_json::to_string(text).unwrap()),
            Json::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
            Json::Object(entries) => {
                f.write_str("{")?;
                for (at, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{}:{value}", if at > 0 { "," } else { "" }, serde_json::to_string(key).unwrap())?;
                }
                f.write_str("}")
            }
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn eat(&mut self, word: &str) -> bool {
        self.space();
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn value(&mut self) -> Json {
        self.space();
        for (word, value) in [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))] {
            if self.eat(word) {
                return value;
            }
        }
        if self.eat("[") {
            let mut items = Vec::new();
            while !self.eat("]") {
                items.push(self.value());
                self.eat(",");
            }
            return Json::List(items);
        }
        if self.eat("{") {
            let mut entries = Vec::new();
            while !self.eat("}") {
                let key = self.string();
                assert!(self.eat(":"), "no colon at {}", self.rest());
                entries.push((key, self.value()));
                self.eat(",");
            }
            return Json::Object(entries);
        }
        if self.rest().starts_with('"') {
            return Json::Text(self.string());
        }
        let end = self.rest().find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
        let number = self.rest()[..end.unwrap_or(self.rest().len())].to_owned();
        assert!(number.contains(|c: char| c.is_ascii_digit()), "no value at {}", self.rest());
        self.at += number.len();
        Json::Number(number)
    }

    fn string(&mut self) -> String {
        self.space();
        let mut escaped = false;
        let quoted = self.rest().char_indices().skip(1).find(|&(_, letter)| {
            let end = letter == '"' && !escaped;
            escaped = letter == '\\' && !escaped;
            end
        });
        let (end, _) = quoted.expect("a text that ends");
        let text = serde_json::from_str(&self.rest()[..=end]).unwrap();
        self.at += end + 1;
        text
    }
}
