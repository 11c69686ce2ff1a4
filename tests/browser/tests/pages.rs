//! What holds of every page that a command writes: it is read on two widths, in light and in the dark, and asks for nothing.

use stagegate_browser::{Browser, CONTRAST, WIDTHS, check_layout, check_requests, page_of};

fn check(name: &str, arguments: &[&str]) {
    let file = page_of(&format!("{name}.html"), arguments);
    let mut browser = Browser::start();
    for width in WIDTHS {
        browser.open(&file, width);
        check_layout(&mut browser, &format!("{name}, {width} wide"));
        check_requests(&browser, &file);
        assert!(browser.picture(&format!("{name}-{width}.png")) > 5_000);
    }
    for colors in ["light", "dark"] {
        browser.look("screen", colors);
        let seen = browser.evaluate(CONTRAST);
        assert!(seen["texts"].as_i64().unwrap() > 5, "{name}: {seen}");
        assert!(seen["least"].as_f64().unwrap() >= 4.5, "{name}, {colors}: {seen}");
    }
}

#[test]
fn what_a_change_does() {
    let folder = "examples/change";
    let (old, new) = (format!("{folder}/old.gate"), format!("{folder}/new.gate"));
    let data = "examples/enterprise/pipeline.jsonl";
    check("diff", &["diff", &old, &new, "--data", data, "--as-of", "2026-11-23", "--format", "html"]);
}

#[test]
fn what_the_tests_have_seen() {
    check("coverage", &["test", "--coverage=html", "examples/enterprise/enterprise.gate"]);
}

#[test]
fn what_the_rules_would_have_done() {
    let (playbook, history) = ("examples/b2b/b2b.gate", "examples/b2b/opportunities.csv");
    check("backtest", &["backtest", playbook, history, "--as-of", "2026-11-23", "--format", "html"]);
}
