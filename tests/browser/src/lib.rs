//! Chromium without a screen, driven through its own protocol: messages of JSON on two pipes, each ended by a zero byte.
//!
//! The program is `chromium`, or what `CHROMIUM` names. It has no sandbox, as it opens nothing but the pages of these tests, and
//! is told to ask nobody for anything.
#![allow(clippy::disallowed_methods, reason = "tests have files and an environment")]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine as _;
use serde_json::{Value, json};

const FLAGS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--remote-debugging-pipe",
];

/// A browser with one page.
pub struct Browser {
    program: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    profile: PathBuf,
    session: String,
    count: u64,
    /// What it has told on its own.
    events: VecDeque<Value>,
}

impl Browser {
    /// Starts it. Its absence is a failure, not a reason to leave tests out.
    pub fn start() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let place = COUNT.fetch_add(1, Ordering::Relaxed);
        let profile = scratch(&format!("profile-{}-{place}", std::process::id()));
        let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
        // The browser reads from file 3 and writes to file 4.
        let mut program = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null"#, &chromium])
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell starts");
        let (to, from) = (program.stdin.take().unwrap(), BufReader::new(program.stdout.take().unwrap()));
        let (session, events) = (String::new(), VecDeque::new());
        let mut browser = Browser { program, to, from, profile, session, count: 0, events };
        let target = browser.tell("Target.createTarget", json!({"url": "about:blank"}));
        let target = json!({"targetId": target["targetId"], "flatten": true});
        let attached = browser.tell("Target.attachToTarget", target);
        browser.session = attached["sessionId"].as_str().expect("a session").to_owned();
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.tell(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    /// Tells it to do something, and gives what it answers.
    pub fn tell(&mut self, method: &str, params: Value) -> Value {
        self.count += 1;
        let mut message = json!({"id": self.count, "method": method, "params": params});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        let mut text = message.to_string();
        text.push('\0');
        self.to.write_all(text.as_bytes()).expect("the browser listens; is chromium installed?");
        loop {
            let mut answer = self.hear();
            if answer["id"] == json!(self.count) {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].take();
            }
            self.events.push_back(answer);
        }
    }

    fn hear(&mut self) -> Value {
        let mut text = Vec::new();
        self.from.read_until(0, &mut text).expect("the browser answers");
        assert_eq!(text.pop(), Some(0), "the browser has ended; is chromium installed?");
        serde_json::from_slice(&text).expect("JSON")
    }

    /// Opens a file at a width, and waits until it is there.
    pub fn open(&mut self, file: &Path, width: u32) {
        self.resize(width);
        self.events.clear();
        self.tell("Page.navigate", json!({"url": format!("file://{}", file.display())}));
        self.wait_for("Page.loadEventFired");
    }

    /// Makes the window so wide.
    pub fn resize(&mut self, width: u32) {
        let size = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        self.tell("Emulation.setDeviceMetricsOverride", size);
    }

    fn wait_for(&mut self, event: &str) {
        while !self.events.iter().any(|heard| heard["method"] == event) {
            let heard = self.hear();
            self.events.push_back(heard);
        }
    }

    /// The events of a kind since the page was opened.
    pub fn heard(&self, event: &str) -> Vec<&Value> {
        self.events.iter().filter(|heard| heard["method"] == event).map(|heard| &heard["params"]).collect()
    }

    /// What an expression comes to on the page.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut answer = self.tell("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// Looks at the page as that medium and in those colors.
    pub fn look(&mut self, medium: &str, colors: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": colors}]);
        self.tell("Emulation.setEmulatedMedia", json!({"media": medium, "features": features}));
    }

    /// Keeps a picture of the whole page, for people to look at, and gives its size in bytes.
    pub fn picture(&mut self, name: &str) -> usize {
        let params = json!({"format": "png", "captureBeyondViewport": true});
        let answer = self.tell("Page.captureScreenshot", params);
        let bytes = base64::engine::general_purpose::STANDARD.decode(answer["data"].as_str().unwrap()).unwrap();
        std::fs::write(scratch("pictures").join(name), &bytes).unwrap();
        bytes.len()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// The widths on which pages are read.
pub const WIDTHS: [u32; 2] = [1280, 420];

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The page that a command writes, as a file.
pub fn page_of(name: &str, arguments: &[&str]) -> PathBuf {
    let program = root().join("target/debug/stagegate");
    let output = Command::new(&program)
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}; build it first, with --all-features", program.display()));
    assert!(output.stdout.starts_with(b"<!doctype html>"), "{}", String::from_utf8_lossy(&output.stderr));
    let file = scratch("pages").join(name);
    std::fs::write(&file, output.stdout).unwrap();
    file
}

/// What must hold of a page at any width: nothing stands out at the side, no text of a chart is cut or covered by another.
pub fn check_layout(browser: &mut Browser, what: &str) {
    let wide = browser.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    assert!(wide.as_i64().unwrap() <= 0, "{what}: the page is {wide} pixels wider than the window");
    let faults = browser.evaluate(
        r#"[...document.querySelectorAll("figure svg")].flatMap((svg) => {
            const frame = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll("text")].map((text) => [text.textContent.trim(), text.getBoundingClientRect()]);
            const out = texts.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 2);
            const over = texts.filter(([, a], i) => texts.slice(i + 1).some(([, b]) =>
                a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3));
            const none = frame.width < 100 || frame.height < 10 ? ["an empty chart"] : [];
            return [...none, ...out.map(([text]) => "cut: " + text), ...over.map(([text]) => "covered: " + text)];
        })"#,
    );
    assert_eq!(faults, json!([]), "{what}");
}

/// Since the page was opened it has asked for itself and nothing else, and nothing has gone wrong.
pub fn check_requests(browser: &Browser, file: &Path) {
    let asked: Vec<&str> = browser
        .heard("Network.requestWillBeSent")
        .into_iter()
        .map(|request| request["request"]["url"].as_str().unwrap())
        .filter(|url| !url.starts_with("data:"))
        .collect();
    assert_eq!(asked, [format!("file://{}", file.display())], "the page itself and nothing else");
    for event in ["Log.entryAdded", "Runtime.exceptionThrown"] {
        assert!(browser.heard(event).is_empty(), "{event}: {:?}", browser.heard(event));
    }
}

/// How bright the page is, and the least contrast of a text to it, by the formula of the accessibility guidelines.
pub const CONTRAST: &str = r##"(() => {
    const light = (color) => {
        const [r, g, b] = color.match(/[\d.]+/g).map(Number).map((part) => part / 255)
            .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = light(getComputedStyle(document.body).backgroundColor);
    const inks = [...document.querySelectorAll("h1, p, td, th, dt, dd, summary, li, pre, svg text")].map((text) => {
        const style = getComputedStyle(text);
        return light(text instanceof SVGElement ? style.fill : style.color);
    });
    const contrasts = inks.map((ink) => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
    return { paper, least: Math.min(...contrasts), texts: inks.length };
})()"##;

/// A folder for what the tests make.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
