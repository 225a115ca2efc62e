from kargosha.files.markup import Markup, element, joined, void


def test_text_is_escaped_and_markup_is_not() -> None:
    assert joined("a < b & c", Markup("<br>")) == "a &lt; b &amp; c<br>"


def test_an_element_holds_elements_and_attributes() -> None:
    link = element("a", "x", element("b", "y"), class_='say "hi"', aria_label="")

    assert link == '<a class="say &quot;hi&quot;">x<b>y</b></a>'


def test_a_true_attribute_stands_alone() -> None:
    assert void("input", name="n", checked=True, disabled=False) == '<input name="n" checked>'
