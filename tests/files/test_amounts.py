import pytest

from kargosha.files.amounts import short_amount


@pytest.mark.parametrize(
    ("rials", "english", "persian"),
    [
        (0, "0 rials", "۰ ریال"),
        (999, "999 rials", "۹۹۹ ریال"),
        (1_234, "1.23 thousand rials", "۱٫۲۳ هزار ریال"),
        (999_999, "1 million rials", "۱ میلیون ریال"),
        (1_200_000_000, "1.2 billion rials", "۱٫۲ میلیارد ریال"),
        (-2_500_000_000_000, "−2.5 trillion rials", "−۲٫۵ هزار میلیارد ریال"),
        (10**16, "10,000 trillion rials", "۱۰٬۰۰۰ هزار میلیارد ریال"),
    ],
)
def test_a_long_amount_reads_short(rials: int, english: str, persian: str) -> None:
    assert short_amount(rials, "en") == english
    assert short_amount(rials, "fa") == persian
