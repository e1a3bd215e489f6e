"""The item bank: questions kept to be asked again, so that answers can be compared."""
