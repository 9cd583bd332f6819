//! A program that answers a line with a line.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How much of an answer is read: what is longer is no answer.
const LONGEST: u64 = 256 << 20;
/// How much of what the program complains of is kept.
const LAST_WORDS: usize = 400;
/// How long a program that is let go may take to end by itself.
const GRACE: Duration = Duration::from_millis(500);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failed {
    #[error("`command` is a list of a program and its arguments, such as [\"python3\", \"my_stage.py\"]")]
    Nothing,
    #[error("`{program}` can't be started: {error}")]
    Start { program: String, error: std::io::Error },
    #[error("`{program}` ended without an answer{last}")]
    Ended { program: String, last: String },
    #[error("`{program}` gave no answer in {} seconds and was stopped{last}", limit.as_secs_f64())]
    Late { program: String, limit: Duration, last: String },
}

/// A program at work. Dropped, it is let go: its input ends, and if it doesn't, it is stopped.
#[derive(Debug)]
pub(crate) struct Process {
    program: String,
    child: Child,
    input: Option<ChildStdin>,
    answers: Receiver<Vec<u8>>,
    complaints: Arc<Mutex<Vec<u8>>>,
    /// Disconnected when there are no more complaints to come.
    silent: Receiver<()>,
}

impl Process {
    pub(crate) fn start(command: &[String]) -> Result<Self, Failed> {
        let [program, arguments @ ..] = command else { return Err(Failed::Nothing) };
        let named = |error| Failed::Start { program: program.clone(), error };
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(named)?;
        let input = child.stdin.take();
        let (send, answers) = sync_channel(1);
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || {
                let mut output = BufReader::new(output);
                loop {
                    let mut line = Vec::new();
                    let read = (&mut output).take(LONGEST).read_until(b'\n', &mut line);
                    if read.is_err() || !line.ends_with(b"\n") || send.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        let complaints = Arc::new(Mutex::new(Vec::new()));
        let (complaining, silent) = sync_channel::<()>(0);
        if let Some(mut errors) = child.stderr.take() {
            let complaints = Arc::clone(&complaints);
            thread::spawn(move || {
                let _complaining = complaining;
                let mut part = [0; 4096];
                while let Ok(count @ 1..) = errors.read(&mut part) {
                    let mut kept = complaints.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.extend_from_slice(&part[..count]);
                    let over = kept.len().saturating_sub(LAST_WORDS);
                    kept.drain(..over);
                }
            });
        }
        Ok(Self { program: program.clone(), child, input, answers, complaints, silent })
    }

    /// Sends a line, with its line break, and waits for one.
    ///
    /// The line is written while the answer is waited for, so that a program that answers before it
    /// has read all can't block both.
    pub(crate) fn ask(&mut self, line: Vec<u8>, limit: Duration) -> Result<Vec<u8>, Failed> {
        let Some(mut input) = self.input.take() else { return Err(self.ended()) };
        let writing =
            thread::spawn(move || input.write_all(&line).and_then(|()| input.flush()).map(|()| input));
        match self.answers.recv_timeout(limit) {
            Ok(answer) => {
                // An answer before the question was read leaves the rest of it: that program is done.
                self.input = writing.join().ok().and_then(Result::ok);
                Ok(answer)
            }
            Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
            Err(RecvTimeoutError::Timeout) => {
                let _ = self.child.kill();
                Err(Failed::Late { program: self.program.clone(), limit, last: self.last_words() })
            }
        }
    }

    fn ended(&mut self) -> Failed {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = self.silent.recv_timeout(GRACE);
        Failed::Ended { program: self.program.clone(), last: self.last_words() }
    }

    /// The last line that the program complained with.
    fn last_words(&self) -> String {
        let kept = self.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        let words = String::from_utf8_lossy(&kept);
        let last = words.lines().rev().map(str::trim).find(|line| !line.is_empty());
        last.map_or_else(String::new, |last| format!(": {last}"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.input = None;
        // Its output ends when it does.
        if self.answers.recv_timeout(GRACE) != Err(RecvTimeoutError::Disconnected) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
