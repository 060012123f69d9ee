"""Dates and times as this house writes them, on every screen of the desk: 08/06/2024 - 16:13."""

DATE_FORMAT = SHORT_DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "d/m/Y - H:i"
TIME_FORMAT = "H:i"
