//! Instructions of amending acts.
