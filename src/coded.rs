//! Errors with stable codes, a serialised form, and a `Debug` that reads like `Display`.

/// Writes a field under its name, that of a tuple under the one it is given here.
macro_rules! coded_entry {
    ($map:ident, $field:ident) => {
        $map.serialize_entry(stringify!($field), $field)?
    };
    ($map:ident, $index:tt, $field:ident) => {
        $map.serialize_entry(stringify!($field), $field)?
    };
}

/// Prints an error by `Debug` as by `Display`, so that one returned from `main` reads well; `{:#?}`
/// prints the serialised form.
macro_rules! debug_as_display {
    ($($type:ty),+ $(,)?) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                if f.alternate()
                    && let Ok(text) = serde_json::to_string_pretty(self)
                {
                    return f.write_str(&text);
                }
                std::fmt::Display::fmt(self, f)
            }
        }
    )+};
}

/// Gives an enum of errors its codes, and a serialised form with the code, the message and the
/// fields that are named here.
macro_rules! coded {
    ($type:ident {
        $($variant:ident { $($field:tt $(: $name:ident)?),* $(,)? } = $code:literal),+ $(,)?
    }) => {
        impl $type {
            /// Every code.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The stable code. Messages may change with any release, codes do not.
            ///
            /// | code | variant |
            /// |---|---|
            $(#[doc = concat!(
                "| `", $code, "` | [`", stringify!($variant), "`](Self::", stringify!($variant), ") |"
            )])+
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code),+
                }
            }
        }

        impl $type {
            /// The fields, beside the code and the message.
            #[allow(unused_variables, reason = "a type without fields has none to write")]
            #[allow(dead_code, reason = "not every type is a part of another's form")]
            pub(crate) fn fields<M: serde::ser::SerializeMap>(
                &self,
                map: &mut M,
            ) -> Result<(), M::Error> {
                match self {
                    $(Self::$variant { $($field $(: $name)?,)* .. } => {
                        $(coded_entry!(map, $field $(, $name)?);)*
                    })+
                }
                Ok(())
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = to.serialize_map(None)?;
                map.serialize_entry("code", self.code())?;
                map.serialize_entry("message", &self.to_string())?;
                self.fields(&mut map)?;
                map.end()
            }
        }

        debug_as_display!($type);
    };
}
