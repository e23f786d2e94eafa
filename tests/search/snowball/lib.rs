//! Empty: this package only names where the vocabulary comes from.
