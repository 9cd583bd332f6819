//! `rapporteur verify`.

use std::fmt::Write as _;

use super::{as_json, complain, on_runtime, say, say_json};
use crate::args::Verify;
use crate::{Ending, builtin};

pub(crate) fn verify(args: &Verify) -> Ending {
    let verified = match on_runtime(rapporteur_pipeline::verify(&args.folder, &builtin())) {
        Err(ending) => return ending,
        Ok(Err(error)) => {
            complain(&error.to_string());
            return Ending::Failed;
        }
        Ok(Ok(verified)) => verified,
    };
    let said = if as_json(args.json) {
        say_json(&serde_json::json!({
            "outputs": verified.outputs,
            "documents": verified.documents,
            "annotations": verified.annotations,
            "citations": verified.citations,
            "unseen": verified.unseen,
            "findings": verified.findings.iter().map(|finding| serde_json::json!({
                "place": finding.place,
                "problem": finding.problem,
            })).collect::<Vec<_>>(),
        }))
    } else {
        let mut text = format!(
            "{} outputs, {} documents, {} annotations and {} citations of the report read again\n",
            verified.outputs, verified.documents, verified.annotations, verified.citations
        );
        for unseen in &verified.unseen {
            let _ = writeln!(text, "not looked at: {unseen}");
        }
        for finding in &verified.findings {
            let _ = writeln!(text, "{}: {}", finding.place, finding.problem);
        }
        text +=
            if verified.findings.is_empty() { "everything matches\n" } else { "this run does not stand\n" };
        say(&text)
    };
    if verified.findings.is_empty() { said } else { Ending::Failed }
}
