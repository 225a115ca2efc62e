"""Faults in what people read: codes without words, bare estimates, one language only."""

from tests.architecture.checks import templates, translations, words
from tests.architecture.faults.acts import an_action
from tests.architecture.faults.fault import ACTIONS, METHOD, PAGE, WORDS, Fault

SPEECH = (
    Fault(
        "a reason without words",
        words.broken_words,
        "refused.planted has no sentence in fa",
        METHOD,
        'CODE = "refused.planted"\n',
    ),
    Fault(
        "an event without words",
        words.broken_words,
        "event.source.renamed has no sentence in en",
        ACTIONS,
        an_action(),
    ),
    Fault(
        "an event put together",
        words.broken_events,
        "the event f'source.{name}' is not a plain code",
        ACTIONS,
        an_action(records='record(f"source.{name}", by=by, subject=name)'),
    ),
    Fault(
        "a sentence in one language",
        words.broken_pairs,
        "refused.planted stands in one language only",
        f"{WORDS}/planted.en.yaml",
        'refused.planted: "Planted."\n',
    ),
    Fault(
        "a value lost in translation",
        words.broken_pairs,
        "value.true quotes",
        f"{WORDS}/amounts.en.yaml",
        'value.true: "yes, {planted}"',
        'value.true: "yes"',
    ),
    Fault(
        "a sentence said twice",
        words.broken_twins,
        "value.true stands in",
        f"{WORDS}/planted.en.yaml",
        'value.true: "yea"\n',
    ),
    Fault(
        "a sentence that nobody says",
        words.broken_idle_words,
        "fault.planted is said nowhere",
        f"{WORDS}/planted.en.yaml",
        'fault.planted: "Planted."\n',
    ),
    Fault(
        "a bare estimate",
        templates.broken_estimates,
        "candidate.keep_probability.low is an estimate",
        PAGE,
        "<p>{{ candidate.keep_probability.low }}</p>\n",
    ),
    Fault(
        "an estimate under another name",
        templates.broken_estimates,
        "jobs=planted.kept_jobs is an estimate",
        PAGE,
        "{% estimate all.kept_jobs %}{% with jobs=planted.kept_jobs %}{{ jobs }}{% endwith %}\n",
    ),
    Fault(
        "a page that speaks one language",
        templates.broken_speech,
        "'Granted money' is said in one language",
        PAGE,
        "<p>Granted money</p>\n",
    ),
    Fault(
        "text without its Persian",
        translations.broken_translations,
        "'Planted words' does not stand in the Persian catalogue",
        PAGE,
        '<p>{% translate "Planted words" %}</p>\n',
    ),
    Fault(
        "a translation of nothing",
        translations.broken_translations,
        "'Planted words' is said nowhere",
        translations.CATALOGUE.as_posix(),
        '\nmsgid "Planted words"\nmsgstr "کاشته"\n',
    ),
    Fault(
        "a guess",
        translations.broken_translations,
        "'Planted words' is a guess",
        translations.CATALOGUE.as_posix(),
        '\n#, fuzzy\nmsgid "Planted words"\nmsgstr "کاشته"\n',
    ),
)
