//! Takes a page, and finds out where it leads.

use super::seen::leads_on;
use super::{Pager, Read};
use crate::policy::page::Page;
use crate::runtime::{
    Received, Rows, Turn, bounded, fingerprint, identity, recount, turn, walk, walking,
};
use crate::{CallError, PagedRequest, Response, StalledError};

impl<R: PagedRequest> Pager<R> {
    /// Where a page leads.
    fn turn(
        &mut self,
        request: &R,
        response: &Response<R::Decoded>,
        rows: &Rows<'_>,
        is_known: bool,
    ) -> Turn<R> {
        let said = turn(request, response, rows, is_known, false);
        let mut next = request.clone();
        let paging = next.paging();
        let read = self.progress.items + rows.len() as u64;
        let ascends = self.ascends == Some(true);
        // A page by place, though those before it were read by identifier.
        let is_recounted =
            ascends && self.progress.items > 0 && walking(&next.params(), paging).is_none();
        match said {
            // The first page was counted, and those after it need not be.
            Turn::Next { .. } if ascends => walk(&mut next.params(), paging),
            Turn::End if is_recounted && rows.len() > 0 => walk(&mut next.params(), paging),
            // Fewer rows than a page has are its end, unless it was counted and there were more.
            Turn::End if self.progress.total > Some(read) => {
                // There is no row to begin after: the server has to say whether any follows.
                if rows.len() == 0 {
                    return match recount(&mut next.params(), paging) {
                        true => Turn::Next {
                            request: next,
                            overlaps: false,
                        },
                        false => said,
                    };
                }
            }
            said => return said,
        }
        match turn(&next, response, rows, is_known, true) {
            next @ Turn::Next { .. } => next,
            wrong @ Turn::Wrong(_) if is_recounted => wrong,
            _ => {
                // By place to the end: behind rows in no order there may be lower identifiers.
                self.ascends = Some(ascends && rows.len() == 0);
                said
            }
        }
    }

    /// Takes the response to the request. After an error nothing follows.
    pub(super) fn read(&mut self, response: Received<R>) -> Read<R> {
        let Some(request) = self.next.take() else {
            return Ok(Page::new(Vec::new(), Vec::new(), Vec::new()));
        };
        let response = response?;
        let rows = Rows::of(&response, request.rows());
        let ids: Vec<Option<u64>> = rows.iter().map(identity).collect();
        let known = self.seen.neighbours.compare(&ids);
        let fresh = rows.len() - known.count();
        let is_known = rows.len() > 0 && fresh == 0;
        let turn = self.turn(&request, &response, &rows, is_known);
        let comes_again = match rows.len() {
            0 => false,
            _ => self.seen.cycle.closes(fingerprint(rows.iter())),
        };
        // Rows of which little is selected may be alike, and that tells nothing where the responses count on.
        let may_be_alike = !known.identified && self.seen.leads_on;
        let comes_again = comes_again && !may_be_alike && !self.seen.overlaps;
        self.seen.leads_on = leads_on(&response);
        let problem = self.seen.problem(&response, rows.len(), fresh);
        let (mut asked, paging) = (request.clone(), request.paging());
        let asked = asked.params();
        let by_identifier = bounded(&asked, paging);
        // The pages behind it begin after its last row only if that is the last of a full page.
        let is_full = walking(&asked, paging).is_some_and(|(_, size)| rows.len() == size);
        if !is_full {
            self.drop_behind_short();
        }
        // Whoever wants no more does not mind that nothing follows.
        let is_enough = fresh as u64 >= self.left;
        let problem = match turn {
            _ if comes_again => Some("the same page came twice"),
            Turn::Wrong(problem) => Some(problem),
            Turn::Stalled(problem) => Some(problem).filter(|_| !is_enough),
            Turn::Next { request, overlaps } => {
                self.next = Some(request);
                self.seen.overlaps = overlaps;
                problem.filter(|_| !is_enough)
            }
            Turn::End => None,
        };
        if let Some(problem) = problem {
            self.next = None;
            self.chain = None;
            return Err(CallError::Stalled(StalledError {
                method: request.method_def().name,
                problem: problem.to_owned(),
                pages: self.progress.pages,
                items: self.progress.items,
            }));
        }
        let total = response.total;
        if let Some(callback) = &mut self.on_mistake {
            response.mistakes.iter().for_each(callback);
        }
        let rows = R::take_rows(response.result);
        let mut page = Page::new(rows, response.row_errors, response.mistakes);
        if fresh < page.len() {
            page = page.retain(|index| !known.rows.get(index).is_some_and(|known| *known));
        }
        if page.len() as u64 > self.left {
            let left = usize::try_from(self.left).unwrap_or(usize::MAX);
            page = page.retain(|index| index < left);
        }
        let count = page.len() as u64;
        self.left -= count;
        self.progress.pages += 1;
        self.progress.items += count;
        // A list that is not counted says that there are none, and by identifier a page tells how many are left.
        let counts_all = self.progress.pages == 1 || !by_identifier;
        let total = total.and_then(|total| u64::try_from(total).ok());
        let total = total.filter(|total| counts_all && *total >= self.progress.items);
        self.progress.total = total.or(self.progress.total);
        if let Some(callback) = &mut self.callback {
            callback(self.progress);
        }
        Ok(page)
    }
}
