"""A whole release as files: tables for offices, documents for programs, maps, columns for statisticians."""
