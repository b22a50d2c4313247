//! Grundnorm reads draft statutes and law in force, and checks them against a constitution.
//!
//! It works like a compiler's front end: `ingest` decodes bytes into a [`source::Source`], `syntax`
//! parses it into a typed [`model::Act`] with the tables of [`lang`], [`facts`] extracts what the act
//! does, [`form`] what is wrong with its build, [`amend`] carries amendments out and writes them, [`engine`] evaluates the rules that [`pack`]
//! read from data, [`report`] prints findings with source spans. The command line lives in [`cli`]. See ARCHITECTURE.md for the map.

pub mod amend;
pub mod cli;
pub mod engine;
pub mod explain;
pub mod facts;
pub mod finding;
pub mod form;
pub mod ingest;
pub mod lang;
pub mod model;
pub mod pack;
pub mod report;
pub mod saying;
pub mod source;
pub mod syntax;
