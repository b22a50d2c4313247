//! The integration tests: one binary, a module a subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says on the way what it has seen"
)]

mod amend;
mod amendments;
mod annotated;
mod annotations;
mod cases;
mod ci_files;
mod citations;
mod cli;
mod codify;
mod compare;
mod conditions;
mod config;
mod constitution;
mod contributing;
mod corpus;
mod council;
mod desk;
mod draft;
mod facts;
mod fixtures;
mod form;
mod formats;
mod gate;
mod german;
mod human;
mod ingest;
mod instructions;
mod lang;
mod law;
mod layouts;
mod maker;
mod mend;
mod mistakes;
mod newcomer;
mod norms;
mod program;
mod properties;
mod readme;
mod report;
mod rules;
mod schema;
mod shell;
mod structure;
mod support;
mod syntax;
mod table;
mod tidy;
