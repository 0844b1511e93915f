import json
from pathlib import Path

import numpy as np
import pytest

from classifier.learn.seam import marked, refit, sure_from
from classifier.segmenter.seam import Decision, decide, shipped_weights

PAGES = sorted((Path(__file__).parents[2] / "labels" / "pages").glob("*.json"))


def own_page(path):
    page = json.loads(path.read_text("utf-8"))
    above = [line["text"] for line in page["article"]]
    said = [line for comment in page["comments"] for line in comment["lines"]]
    return marked([*above, *said], len(above) + 1 if said else None)


def odd_page(number):
    """A page of a site where the readers write as formally as the paper and are announced by a row of stars."""
    topics = ["harbour", "library", "bridge", "market", "tramway", "quarry"]
    topic = topics[number]
    above = [
        f"Works on the {topic} begin",
        f"I went to see the {topic} today and was amazed, as I always am!",
        "What do you think of it all? Tell me, I would love to know.",
        f"My first visit to the {topic} was in {1970 + number}.",
        "* * *",
    ]
    said = [
        f"The contract for the {topic} was signed in {1990 + number} and provides for a term of thirty years.",
        "It has been amended twice, in both cases by a decision of the council.",
        f"The cost of the {topic} was stated as {number + 2} million in the report of the auditors.",
        "No other offer was made within the period laid down by the law.",
    ]
    return marked([*above, *said], 6)


def right_line(weights, pages):
    return [float(decide(one.page, weights).seam[one.first]) for one in pages]


def misses(weights, pages):
    return sum(decide(one.page, weights).first != one.first for one in pages)


def test_a_site_whose_pages_are_corrected_gets_better_and_others_do_not_get_worse():
    start = shipped_weights()
    own = [own_page(path) for path in PAGES[::2]]
    others = [own_page(path) for path in PAGES[1::6]]
    learnt = refit(start, own, [odd_page(number) for number in range(4)])
    unseen = [odd_page(number) for number in (4, 5)]
    assert np.mean(right_line(learnt, unseen)) > np.mean(right_line(start, unseen)) + 0.1
    assert misses(learnt, others) <= misses(start, others) + 1


def test_without_corrections_the_weights_stay():
    assert refit(shipped_weights(), [], []) is shipped_weights()


def test_corrections_of_one_page_are_enough():
    assert decide(odd_page(1).page, refit(shipped_weights(), [], [odd_page(0)])).seam.shape == (9,)


def test_a_refit_is_the_same_every_time():
    own, corrected = [own_page(path) for path in PAGES[:6]], [odd_page(0)]
    one, two = (refit(shipped_weights(), own, corrected) for _ in range(2))
    assert np.array_equal(one.seam.value, two.seam.value)
    assert one.fitted_on == two.fitted_on


def test_a_line_beneath_the_page_is_refused():
    with pytest.raises(ValueError, match="line 3"):
        marked(["Snow", "It snowed."], 3)


def test_sureness_is_the_lowest_confidence_that_is_right_often_enough():
    places = [np.array([0.0, share]) for share in (0.9, 0.8, 0.7, 0.6)]
    made = [Decision(1, 0.95, place, False) for place in places]
    assert sure_from(made, [1, 1, 1, 7], right=0.75)[1] == pytest.approx(0.6)
    assert sure_from(made, [1, 1, 7, 7], right=0.9)[1] == pytest.approx(0.8)
    assert sure_from(made, [7, 7, 7, 7], right=0.9)[1] == 1.0
