//! Files of offices → lines and tables, as `document` reads them: one reader a format.
//!
//! Every reader takes any bytes: what a file holds is bounded by `limits`, nothing recurses but the forms of a PDF's pages, to
//! a fixed depth, and what is cut or cannot be told is a question.

mod cells;
mod css;
mod docx;
mod flow;
mod html;
mod listing;
mod numbering;
mod office;
mod other_sheets;
mod pdf;
mod script;
mod settle;
mod sheets;
mod styles;

pub(super) use cells::{read as cells, separator};
pub(super) use html::read as html;
pub(super) use listing::read as listing;
pub(super) use office::{package, package_of_listing};
pub(super) use other_sheets::xls;
pub(super) use pdf::{read as pdf, read_with_links as pdf_with_links};
pub(super) use script::values as script_values;
pub(super) use settle::blocks;

use std::collections::BTreeSet;

use super::block::Block;
use super::found::Question;

/// What a reader gives: the document's parts in their order, and what a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Document {
    pub(super) blocks: Vec<Block>,
    pub(super) questions: Vec<Question>,
    /// What a person should know and need not answer.
    pub(super) notes: Vec<Question>,
    /// Whether a part of it was not read that may hold rows.
    pub(super) partial: bool,
    /// Of a web page, the texts of list items and of links to procedures.
    pub(super) items: BTreeSet<String>,
}
