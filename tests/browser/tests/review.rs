//! The review's page in a browser: on two widths, in light and dark and on paper, sorted, and with hostile data.
#![allow(clippy::disallowed_methods, reason = "tests have files and an environment")]

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use stagegate_browser::{Browser, CONTRAST, WIDTHS, check_layout, check_requests, page_of, root, scratch};

/// The page of a review, as a file.
fn page(name: &str, playbook: &Path, data: &Path) -> PathBuf {
    let (playbook, data) = (playbook.display().to_string(), data.display().to_string());
    let options = ["--as-of", "2026-11-23", "--rate", "EUR/USD=1.08", "--by", "owner", "--format", "html"];
    page_of(name, &[&["review", &playbook, &data], options.as_slice()].concat())
}

fn enterprise(name: &str) -> PathBuf {
    let folder = root().join("examples/enterprise");
    page(name, &folder.join("enterprise.gate"), &folder.join("pipeline.jsonl"))
}

#[test]
fn it_is_read_on_two_widths() {
    let file = enterprise("widths.html");
    let mut browser = Browser::start();
    for width in WIDTHS {
        browser.open(&file, width);
        check_layout(&mut browser, &format!("{width} wide"));
        let seen = browser.evaluate(r#"[...document.querySelectorAll("h2")].map((head) => head.textContent)"#);
        for title in
            ["What stands", "New name", "What holds back, and what ends", "How likely", "What to ask", "By owner"]
        {
            assert!(seen.as_array().unwrap().contains(&json!(title)), "{title} is not among {seen}");
        }
        let charts = browser.evaluate(r#"document.querySelectorAll("figure svg[role=img][aria-label]").length"#);
        assert!(charts.as_i64().unwrap() >= 6, "{charts} charts");
        assert!(browser.picture(&format!("review-{width}.png")) > 20_000);
    }
}

#[test]
fn tables_are_sorted_by_their_heads() {
    let file = enterprise("sorting.html");
    let mut browser = Browser::start();
    browser.open(&file, WIDTHS[0]);
    // The worths in their order, and whether each explanation still stands under its opportunity.
    let rows = r#"(() => {
        const table = [...document.querySelectorAll("table")].find((table) => table.textContent.includes("Worth, USD"));
        return [...table.tBodies].map((body) => ({
            name: body.rows[0].cells[0].textContent,
            worth: body.rows[0].cells[2].dataset.sort,
            explained: body.querySelector("details pre").textContent.startsWith(body.rows[0].cells[0].textContent + ":"),
        }));
    })()"#;
    let click = |browser: &mut Browser, head: &str| {
        browser.evaluate(&format!(
            r#"[...document.querySelectorAll("th button")].filter((button) => button.textContent === "{head}").at(-1).click()"#
        ));
        browser.evaluate(rows).as_array().unwrap().clone()
    };
    let worths = |rows: &[Value]| -> Vec<f64> {
        let known = rows.iter().map(|row| row["worth"].as_str().unwrap()).filter(|worth| !worth.is_empty());
        known.map(|worth| worth.parse().unwrap()).collect()
    };
    let first = browser.evaluate(rows).as_array().unwrap().clone();
    assert_eq!(first.len(), 50);
    let down = click(&mut browser, "Worth, USD");
    assert!(worths(&down).is_sorted_by(|a, b| a >= b) && worths(&down).len() > 40, "{down:?}");
    let up = click(&mut browser, "Worth, USD");
    assert!(worths(&up).is_sorted(), "{up:?}");
    let named = click(&mut browser, "Opportunity");
    let names: Vec<&str> = named.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert!(names.is_sorted(), "{names:?}");
    let pressed = browser
        .evaluate(r#"[...document.querySelectorAll("th[aria-sort]")].map((head) => head.getAttribute("aria-sort"))"#);
    assert_eq!(pressed, json!(["ascending"]), "one head says how its table is sorted");
    for sorted in [&first, &down, &up, &named] {
        assert_eq!(sorted.len(), 50);
        assert!(sorted.iter().all(|row| row["explained"] == true), "an explanation has left its row");
    }
}

#[test]
fn it_asks_for_nothing() {
    let file = enterprise("requests.html");
    let mut browser = Browser::start();
    browser.open(&file, WIDTHS[0]);
    browser.evaluate(r#"document.querySelectorAll("details").forEach((details) => { details.open = true })"#);
    browser.look("print", "light");
    browser.evaluate("new Promise((done) => setTimeout(done, 300))");
    check_requests(&browser, &file);
    // What would ask is stopped by the page itself.
    let stopped = browser.evaluate(r#"fetch("data:text/plain,x").then(() => "went through", () => "stopped")"#);
    assert_eq!(stopped, "stopped");
}

#[test]
fn it_stands_without_script() {
    let file = enterprise("scriptless.html");
    let mut browser = Browser::start();
    browser.tell("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    browser.open(&file, WIDTHS[0]);
    let [rows, buttons] = ["table[data-sortable] tbody", "th button"]
        .map(|what| browser.evaluate(&format!("document.querySelectorAll('{what}').length")).as_i64().unwrap());
    assert!(rows > 50, "{rows} rows");
    assert_eq!(buttons, 0, "no head promises what does not work");
}

#[test]
fn it_is_read_in_the_dark_and_on_paper() {
    let file = enterprise("colors.html");
    let mut browser = Browser::start();
    browser.open(&file, WIDTHS[0]);
    for (medium, colors, is_dark) in [("screen", "light", false), ("screen", "dark", true), ("print", "dark", false)] {
        browser.look(medium, colors);
        let seen = browser.evaluate(CONTRAST);
        assert!(seen["texts"].as_i64().unwrap() > 100);
        assert!(seen["least"].as_f64().unwrap() >= 4.5, "{medium}, {colors}: {seen}");
        assert_eq!(seen["paper"].as_f64().unwrap() < 0.1, is_dark, "{medium}, {colors}: {seen}");
        browser.picture(&format!("review-{medium}-{colors}.png"));
    }
    let printed = browser.tell("Page.printToPDF", json!({"printBackground": true}));
    assert!(printed["data"].as_str().unwrap().len() > 20_000, "a document comes out of the printer");
}

/// Texts that would like to be more than texts, in every field that reaches the page.
#[test]
fn hostile_texts_are_texts() {
    let folder = scratch("hostile");
    let (playbook, data) = (folder.join("hostile.gate"), folder.join("hostile.jsonl"));
    std::fs::write(
        &playbook,
        r#"
opportunity {
  key id: text
  worth amount: money USD
  stage
  owner: text
  goal: text
  paid: bool
}
process p "<b>Title</b> & <i>more</i>" {
  chance { base 20% odds times 3 when paid }
  disqualify no "</td></table><script>window.hacked = 1</script>" when goal is "end" how "Say {goal}"
  stage first "<img src=x onerror='window.hacked = 2'>" { require has_goal "It has a goal" that goal is unknown how "Not {goal}" }
  stage second { require pays that paid how "Ask {owner}" }
}
"#,
    )
    .unwrap();
    let texts = [
        "<script>window.hacked = 3</script>".to_owned(),
        "</pre></details><img src=x onerror=\"window.hacked = 4\">".to_owned(),
        "\u{202e}evil\u{2066} \u{200f}\u{61c}".to_owned(),
        "\u{1b}[31mred\u{7}\u{9b}2J\u{0}".to_owned(),
        "x".repeat(10_000),
        "wide ".repeat(2_000),
        "&lt;script&gt; &amp; ]]> --> {{ 7 * 7 }} {% raw %}".to_owned(),
    ];
    let rows = texts.iter().enumerate().map(|(place, text)| {
        let stage = if place % 2 == 0 { "second" } else { "first" };
        json!({"id": text, "amount": 1000 * (place + 1), "stage": stage, "owner": text, "goal": text}).to_string()
    });
    let broken = json!({"id": texts[0], "amount": texts[1]}).to_string();
    std::fs::write(&data, rows.chain([broken]).collect::<Vec<_>>().join("\n")).unwrap();
    let file = page("hostile.html", &playbook, &data);
    let mut browser = Browser::start();
    for width in WIDTHS {
        browser.open(&file, width);
        browser.evaluate(r#"document.querySelectorAll("details").forEach((details) => { details.open = true })"#);
        check_layout(&mut browser, &format!("hostile, {width} wide"));
        assert_eq!(browser.evaluate("typeof window.hacked"), "undefined");
        let counts = browser.evaluate(
            r#"["script", "img", "b, i", "table", "main", "footer ~ *:not(script)"].map((what) => document.querySelectorAll(what).length)"#,
        );
        assert_eq!(counts[0], 1, "one script, the page's own");
        assert_eq!((&counts[1], &counts[2]), (&json!(0), &json!(0)), "no element comes from a text");
        let text = browser.evaluate("document.body.innerText");
        let text = text.as_str().unwrap();
        for shown in [
            "<script>window.hacked = 3</script>",
            "<b>Title</b> & <i>more</i>",
            "<img src=x onerror='window.hacked = 2'>",
            "\\u{202e}evil\\u{2066}",
            "\\u{1b}[31mred\\u{7}\\u{9b}2J\\u{0}",
            "&lt;script&gt; &amp; ]]> --> {{ 7 * 7 }} {% raw %}",
        ] {
            assert!(text.contains(shown), "{shown} is not shown");
        }
        assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}', '\u{1b}', '\u{9b}', '\u{7}']));
        assert_eq!(browser.heard("Log.entryAdded").len(), 0, "{:?}", browser.heard("Log.entryAdded"));
        browser.picture(&format!("hostile-{width}.png"));
    }
}
