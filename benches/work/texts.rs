//! Playbooks of any length and depth, to count the instructions of parsing.

/// The most levels that the language has, the clause itself being the first.
pub const DEEPEST: usize = 63;

/// A name, and the text of so many parts or levels.
pub type Shape = (&'static str, fn(usize) -> String);

/// Shapes that grow in length.
pub const LONG: [Shape; 16] = [
    ("rules", |n| chain("process p {\nstage s {\n", "require r that a < 5 and b", "\n", "\n}\n}\n", n)),
    ("ors", |n| chain("define d as ", "a", " or ", "\n", n)),
    ("ands and ors", |n| chain("define d as ", "(a or b)", " and ", "\n", n)),
    ("sums", |n| chain("define d as ", "a", " + ", "\n", n)),
    ("products", |n| chain("define d as ", "a", " * ", "\n", n)),
    ("items", |n| chain("define d as a in (", "1", ", ", ")\n", n)),
    ("paths", |n| chain("define d as ", "a.b > 1", " or ", "\n", n)),
    ("declarations", |n| chain("", "define d as a", "\n", "\n", n)),
    ("fields", |n| chain("opportunity {\n", "f: money USD from \"F\"", "\n", "\n}\n", n)),
    ("variants", |n| chain("opportunity { f: ", "a \"x\"", " | ", " }\n", n)),
    ("stages", |n| chain("process p {\n", "stage s { }", "\n", "\n}\n", n)),
    ("odds", |n| chain("process p { chance { base 5% ", "odds times 2 when a", "\n", "} }\n", n)),
    ("expectations", |n| chain("test \"t\" { given f ", "expect advance", " ", " }\n", n)),
    ("values", |n| chain("fixture f { a: [", "{ b: 1 }", ", ", "] }\n", n)),
    ("comments", |n| chain("define d as a ", "# x", "\n", "\n or b\n", n)),
    ("one text", |n| chain("define d as a is \"", "x", "", "\"\n", n)),
];

/// Shapes that grow in depth.
pub const DEEP: [Shape; 7] = [
    ("parentheses", |n| nest("define d as ", "(", "a", ")", "\n", n)),
    ("sums in parentheses", |n| nest("define d as ", "(a + ", "a", ")", "\n", n)),
    ("nots", |n| nest("define d as ", "not ", "a", "", "\n", n)),
    ("calls", |n| nest("define d as ", "abs(", "a", ")", "\n", n)),
    ("quantifiers", |n| nest("define d as ", "(any of l where ", "a", ")", "\n", n / 2)),
    ("lists", |n| nest("fixture f { a: ", "[", "", "]", " }\n", n)),
    ("records", |n| nest("fixture f { a: ", "{ a: ", "1", "}", " }\n", n - 1)),
];

/// `n` times a part, with something before, between and behind.
fn chain(before: &str, part: &str, joint: &str, behind: &str, n: usize) -> String {
    format!("{before}{}{behind}", vec![part; n].join(joint))
}

/// A part nested `n` deep.
fn nest(before: &str, open: &str, inner: &str, close: &str, behind: &str, n: usize) -> String {
    format!("{before}{}{inner}{}{behind}", open.repeat(n), close.repeat(n))
}
