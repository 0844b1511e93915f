import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifier.flow.versions import open_version
from classifier.judge.explain import explain

WORDS = st.sampled_from(["Cyclists", "drivers", "lane", "WASTE!!", "“safe”", "the", "...", "\n\n", "ﬁne", "¨", "İ"])


@given(st.lists(WORDS | st.text(max_size=5), max_size=15))
def test_words_add_up_to_the_decision(toy_models, words):
    text = " ".join(words)
    model = open_version(toy_models).model()
    explanation = explain(model, text)["position"]
    expected = model.log_odds([text])[0][0] / model.heads[0].temperature
    np.testing.assert_allclose(explanation.log_odds, expected, atol=1e-9)
    for start, end in explanation.spans:
        assert not text[start:end].isspace()


def test_telling_words_are_told(toy_models):
    model = open_version(toy_models).model()
    text = "Honestly a waste of paint"
    explanation = explain(model, text)["position"]
    against = model.codebook.head("position").names.index("against")
    weights = {
        text[a:b]: weight for (a, b), weight in zip(explanation.spans, explanation.for_label(against), strict=True)
    }
    assert min(weights["waste"], weights["paint"]) > max(0, weights["Honestly"], weights["a"])
