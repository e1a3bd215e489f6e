"""Signs of the units and currencies of eQ."""

from __future__ import annotations

from collections.abc import Mapping

CURRENCIES: Mapping[str, str] = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "CHF": "CHF"}

UNITS: Mapping[str, str] = {
    "length-centimeter": "cm",
    "length-meter": "m",
    "length-kilometer": "km",
    "length-mile": "mi",
    "area-square-centimeter": "cm²",
    "area-square-meter": "m²",
    "area-square-kilometer": "km²",
    "area-hectare": "ha",
    "area-acre": "ac",
    "volume-cubic-centimeter": "cm³",
    "volume-cubic-meter": "m³",
    "volume-liter": "l",
    "volume-hectoliter": "hl",
    "volume-megaliter": "Ml",
    "mass-gram": "g",
    "mass-kilogram": "kg",
    "mass-metric-ton": "t",
    "mass-tonne": "t",
    "duration-hour": "h",
    "duration-minute": "min",
    "duration-year": "a",
    "percent": "%",
}
