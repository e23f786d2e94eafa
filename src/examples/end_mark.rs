//! A mark that code writes where it ends, so that one sees whether the program came there.
//!
//! In: code of a language in which we know how to write the mark. Out: the code with it, and, of what a run wrote, whether it is there.
//! It stands below the code, so that lines keep their numbers.

use crate::examples::jobs::Job;
use crate::examples::verdict::BlockRun;

/// What is written.
const SIGN: &str = "\u{1e}studybook-5d20e7 end\u{1e}";

/// How a language writes it: to both outputs, since the code may have closed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndMark {
    /// And ends with the code that the last command gave, telling nothing of its own lines where commands are told.
    Shell,
    /// As Python 2.7 understands it too.
    Python,
}

impl EndMark {
    /// The mark for the blocks of a job, if it matters where they end and there is one. A session of Python has marks of its own.
    pub fn of(job: &Job<'_>) -> Option<Self> {
        let proves = job.blocks.iter().any(|block| block.fence.proof.is_some());
        match job.setting.language.value.as_str() {
            "sh" | "bash" | "shell" | "zsh" | "dash" | "ksh" => {
                (proves || job.blocks.len() > 1 || job.environment.is_some()).then_some(Self::Shell)
            }
            _ if job.setting.is_python() => {
                (proves && job.blocks.len() == 1 && job.environment.is_none()).then_some(Self::Python)
            }
            _ => None,
        }
    }

    /// The code with the mark below it.
    pub fn below(self, code: &str) -> String {
        let lines = match self {
            Self::Shell => {
                "{ studybook_code=$?; set +x; } 2>/dev/null\n\
                 printf '\\036studybook-5d20e7 end\\036' 2>/dev/null\n\
                 printf '\\036studybook-5d20e7 end\\036' >&2\n\
                 exit \"$studybook_code\"\n"
            }
            Self::Python => {
                "for _studybook in 1, 2:\n\
                 \x20   try:\n\
                 \x20       __import__(\"os\").write(_studybook, b\"\\x1estudybook-5d20e7 end\\x1e\")\n\
                 \x20   except OSError:\n\
                 \x20       pass\n"
            }
        };
        format!("{}\n{lines}", code.trim_end_matches('\n'))
    }

    /// Takes the mark out of what a run wrote, and says whether it was there.
    pub fn take_out(self, run: &mut BlockRun) -> bool {
        let texts = [&mut run.out, &mut run.err];
        let was_there = texts.iter().any(|text| text.contains(SIGN));
        for text in texts {
            *text = text.replace(SIGN, "");
        }
        was_there
    }
}
