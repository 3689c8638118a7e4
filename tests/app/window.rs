//! The real window on a virtual screen: it opens, it draws, and it rests when nothing happens.
//!
//! Needs Xvfb and a graphics driver (the software one will do). Where they are missing the test is passed over, except
//! in CI, where everything is installed and a missing window is a fault.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Ends the process when the test ends, however it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A virtual screen, or `None` where there is no Xvfb.
fn screen() -> Option<(Running, String)> {
    // The server picks a free number itself and writes it to the file it is given.
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp"]);
    let mut server = Running(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?);
    let mut number = String::new();
    let stdout = server.0.stdout.take()?;
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut number).ok()?;
    Some((server, format!(":{}", number.trim())))
}

#[test]
fn the_window_opens_and_then_rests() {
    let must = std::env::var_os("CI").is_some();
    let Some((_server, display)) = screen() else {
        assert!(!must, "no Xvfb");
        return;
    };
    let data = tempfile::tempdir().expect("a folder");
    let report = data.path().join("frames.txt");
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/fibre/fibre-01-premiere-epissure.ron");
    let output = std::fs::File::create(&report).expect("a file");
    let window = Command::new(env!("CARGO_BIN_EXE_splicelab"))
        .args(["--lang", "en", "open", scenario, "--frame-report"])
        .env("DISPLAY", display)
        .env_remove("WAYLAND_DISPLAY")
        .env("SPLICELAB_DATA", data.path())
        .stdout(output)
        .stderr(Stdio::null())
        .spawn();
    let mut window = Running(window.expect("the program starts"));
    let deadline = Instant::now() + Duration::from_secs(120);
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let said = std::fs::read_to_string(&report).expect("the report");
        if let Some(status) = window.0.try_wait().expect("it can be asked") {
            assert!(!must && status.success(), "no window opened: {status}: {said}");
            return;
        }
        // Lines read `frames N in S s, …`: the first holds the start, a later one must be nearly empty.
        let frames: Vec<u32> = said
            .lines()
            .filter_map(|line| line.strip_prefix("frames")?.split_whitespace().next()?.parse().ok())
            .collect();
        if frames.len() > 1 && frames[1..].iter().any(|count| *count <= 4) {
            return;
        }
        assert!(Instant::now() < deadline, "it never rests: {said}");
    }
}
