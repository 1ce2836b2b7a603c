//! Typed positions in the arrays of a layer: a handle is the pair of a layer and an id.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(u32);

        impl $name {
            /// The id of the `index`-th item.
            ///
            /// # Panics
            /// If there are more than 2³² items.
            pub fn new(index: usize) -> Self {
                $name(u32::try_from(index).expect("a layer holds fewer than 2^32 items"))
            }

            /// Its position in the layer's array.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A token of a [`Parse`](crate::Parse).
    TokenId;
    /// A sentence of a [`Parse`](crate::Parse).
    SentenceId;
    /// An entity of a [`Cast`](crate::Cast).
    EntityId;
    /// A mention of a [`Cast`](crate::Cast).
    MentionId;
    /// An event of a [`Reading`](crate::Reading).
    EventId;
    /// A statement of a [`Reading`](crate::Reading).
    StatementId;
    /// A time expression of an article, by its place in the list of them.
    TimeId;
    /// A toponym of an article, by its place in the list of them.
    PlaceId;
}
