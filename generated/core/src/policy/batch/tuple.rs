//! Batches of a number of calls that is known when they are written.

use super::{Batch, BatchResults};
use crate::{CallError, Request};

mod sealed {
    /// Only the tuples and lists below are batches.
    pub trait Sealed {}
}

/// What can be sent as a batch: up to twelve requests in a tuple, or any number of the same method in a `Vec`.
pub trait BatchRequests: sealed::Sealed {
    /// The results, in the place of the requests.
    type Results;

    /// Where they are found.
    #[doc(hidden)]
    type Calls;

    #[doc(hidden)]
    fn add_to(self, batch: &mut Batch) -> Self::Calls;

    #[doc(hidden)]
    fn take_from(calls: Self::Calls, results: &mut BatchResults) -> Self::Results;
}

type Output<R> = Result<<R as Request>::Output, CallError<<R as Request>::Error>>;

impl<R: Request> sealed::Sealed for Vec<R> {}

impl<R: Request> BatchRequests for Vec<R> {
    type Results = Vec<Output<R>>;
    type Calls = Vec<super::BatchCall<R>>;

    fn add_to(self, batch: &mut Batch) -> Self::Calls {
        self.into_iter().map(|request| batch.add(request)).collect()
    }

    fn take_from(calls: Self::Calls, results: &mut BatchResults) -> Self::Results {
        let mut take = |call| results.take(call).map(|response| response.result);
        calls.into_iter().map(&mut take).collect()
    }
}

macro_rules! tuple {
    ($($method:ident $index:tt),+) => {
        impl<$($method: Request),+> sealed::Sealed for ($($method,)+) {}

        impl<$($method: Request),+> BatchRequests for ($($method,)+) {
            type Results = ($(Output<$method>,)+);
            type Calls = ($(super::BatchCall<$method>,)+);

            fn add_to(self, batch: &mut Batch) -> Self::Calls {
                ($(batch.add(self.$index),)+)
            }

            fn take_from(calls: Self::Calls, results: &mut BatchResults) -> Self::Results {
                ($(results.take(calls.$index).map(|response| response.result),)+)
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
