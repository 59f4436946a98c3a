//! Closed lists whose members have a stable code: in the database, in the adapter API and in reports.

/// An enum with a code per variant: `code()`, `parse()` and `ALL`, in the order they are written.
#[macro_export]
macro_rules! coded {
    (
        $(#[$about:meta])*
        $vis:vis enum $name:ident { $( $(#[$doc:meta])* $variant:ident = $code:literal, )* }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $( $(#[$doc])* $variant, )* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$( Self::$variant, )*];

            /// Its code.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variant => $code, )* }
            }

            /// The one with this code.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $( $code => Some(Self::$variant), )* _ => None }
            }
        }
    };
}
