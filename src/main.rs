//! The `grundnorm` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    grundnorm::cli::main()
}
