"""A model: TF-IDF features and one multinomial logistic regression a head, with calibrated probabilities.

Where a codebook names two opposed labels and the names of their sides, the model is even-handed by
construction: each training text is joined by its mirror twin with the opposite label, and a text is
judged by its own terms and its twin's together, so that exchanging the sides' names exchanges the two
probabilities exactly.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from joblib import Memory, Parallel, delayed
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifier.codebook import Codebook, Head
from classifier.errors import LabelsError
from classifier.learn.calibrate import fit_temperature, softmax, unsure_below
from classifier.learn.context import Context, fit_context
from classifier.learn.features import FeatureSettings, TextFeatures, names_a_side
from classifier.learn.mirror import Mirror

Labels = Mapping[str, Sequence[str | None]]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Settings:
    """How a model is made.

    Attributes
    ----------
    features : FeatureSettings
    strength : float
        Inverse of the regularisation (scikit-learn's C).
    smoothing : float
        Added to each label's sum of a term before terms are scaled by how telling they are; more makes
        rare terms count less.
    folds : int
        Parts of the cross-validation that calibrates the probabilities.
    seed : int
        Decides which groups share a fold.
    """

    features: FeatureSettings = field(default_factory=FeatureSettings)
    strength: float = 6.0
    smoothing: float = 0.3
    folds: int = 3
    seed: int = 0


@dataclass
class HeadModel:
    """The logistic regression of one head.

    Attributes
    ----------
    coefficients : array of float, shape (labels, terms)
    intercepts : array of float, shape (labels,)
    temperature : float
        What the log-odds are divided by before they become probabilities.
    sure_from : float
        Probability from which at most one label in five is wrong; below it the model is unsure.
    context : Context or None
        What the labels of the comment that is answered say about the answer, where that was learnt.
    """

    head: Head
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    temperature: float = 1.0
    sure_from: float = 0.0
    context: Context | None = None

    def log_odds(self, terms: sp.csr_matrix) -> NDArray[np.float64]:
        """Log-odds before calibration, shape (texts, labels)."""
        return np.asarray(terms @ self.coefficients.T) + self.intercepts


@dataclass
class Model:
    """Labels texts.

    Attributes
    ----------
    codebook : Codebook
    features : TextFeatures
    heads : tuple of HeadModel
        In the codebook's order.
    """

    codebook: Codebook
    features: TextFeatures
    heads: tuple[HeadModel, ...]

    def predict(
        self, texts: Sequence[str], parents: Sequence[str | None] | None = None
    ) -> dict[str, NDArray[np.float64]]:
        """Calibrated probabilities of every label.

        Parameters
        ----------
        texts : sequence of str
        parents : sequence of (str or None), optional
            Text of the comment that each one answers, where it is known. Heads that learnt nothing of
            context leave it aside.

        Returns
        -------
        dict of str to array of float, shape (texts, labels)
            Per head, labels in the codebook's order; each row adds up to 1.
        """
        shares = {
            head.head.name: softmax(odds / head.temperature)
            for head, odds in zip(self.heads, self.log_odds(texts), strict=True)
        }
        answering = [n for n, parent in enumerate(parents or ()) if parent]
        if answering and any(head.context for head in self.heads):
            given = self.predict([str(parents[n]) for n in answering])  # type: ignore[index]
            for head in self.heads:
                if head.context:
                    own = shares[head.head.name]
                    own[answering] = head.context.shares(own[answering], given[head.head.name])
        return shares

    def log_odds(self, texts: Sequence[str]) -> list[NDArray[np.float64]]:
        """Log-odds before calibration, per head, shape (texts, labels)."""
        if not len(texts):
            return [np.zeros((0, len(head.head.labels))) for head in self.heads]
        readings = self.features.read(texts)
        counts = self.features.count(readings)
        terms = self.features.weigh(counts)
        named = names_a_side(readings)
        if not named.any():
            return [head.log_odds(terms) for head in self.heads]
        twins = self.features.weigh(self.features.count_twins(readings, counts))
        return _even_handed(self.heads, terms, twins, named)


def untrained(codebook: Codebook) -> Model:
    """A model that knows nothing: every label of a head is as likely as the others."""
    features = TextFeatures(FeatureSettings(), Mirror(codebook.mirror_pairs))
    for block in features.blocks:
        block.idf = np.zeros(0)
    heads = (
        HeadModel(head, np.zeros((len(head.labels), 0)), np.zeros(len(head.labels)), sure_from=1.0)
        for head in codebook.heads
    )
    return Model(codebook, features, tuple(heads))


@dataclass(frozen=True)
class Fit:
    """A model and how it does on training texts it had not seen.

    Attributes
    ----------
    out_of_fold : dict of str to array of float, shape (texts, labels)
        Calibrated probabilities of each training text by models fitted without its group; rows of nan
        where a text has no label of the head.
    """

    model: Model
    out_of_fold: dict[str, NDArray[np.float64]]


def fit(
    texts: Sequence[str],
    labels: Labels,
    codebook: Codebook,
    groups: Sequence[str] | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
    memory: Memory | None = None,
    parents: Sequence[str | None] | None = None,
) -> Fit:
    """Fit a model of every head of a codebook.

    Parameters
    ----------
    texts : sequence of str
    labels : dict of str to sequence of (str or None)
        Per head, one label a text; None where it is not known.
    codebook : Codebook
    groups : sequence of str, optional
        Texts of one group (a writer, a document) never stand on both sides of a fold. Each text is a
        group of its own by default.
    settings : Settings, optional
    progress : callable, optional
        Told in words what is being done.
    jobs : int, optional
        Processes to use; as many as there are cores by default.
    memory : joblib.Memory, optional
        Keeps each logistic regression, so that the same one is not fitted twice. It keeps numbers, no texts.
    parents : sequence of (str or None), optional
        Text of the comment that each one answers, where it is known. What context tells is kept where, in
        cross-validation, it makes the labels of answers likelier.

    Returns
    -------
    Fit

    Raises
    ------
    LabelsError
        When a head has fewer than two labels among the texts.

    Examples
    --------
    >>> from classifier.codebook import parse_codebook
    >>> book = parse_codebook('''
    ... name = "mood"
    ... version = "1"
    ... [[heads]]
    ... name = "mood"
    ... [[heads.labels]]
    ... name = "glad"
    ... definition = "The writer is glad."
    ... [[heads.labels]]
    ... name = "sad"
    ... definition = "The writer is sad."
    ... ''')
    >>> texts = ["what a fine day", "a fine thing", "such a bad day", "a bad thing"] * 4
    >>> result = fit(texts, {"mood": ["glad", "glad", "sad", "sad"] * 4}, book, jobs=1)
    >>> result.model.predict(["a fine dog"])["mood"].argmax()
    np.int64(0)
    """
    settings = settings or Settings()
    say = progress or (lambda _words: None)
    groups = list(groups) if groups is not None else [str(n) for n in range(len(texts))]
    answers = {head.name: _positions(head, labels[head.name]) for head in codebook.heads}

    say("reading the texts")
    features = TextFeatures(settings.features, Mirror(codebook.mirror_pairs))
    readings = features.read(texts)
    features.learn_terms(readings)
    plain = features.count(readings)
    twins = features.count_twins(readings, plain) if features.mirror else None
    named = names_a_side(readings)

    tasks = _tasks(codebook, answers, groups, settings)
    say(f"fitting {len(tasks)} logistic regressions")
    fit_task = _fit_task if memory is None else memory.cache(_fit_task)
    jobs = jobs or max(1, min(len(tasks), os.cpu_count() or 1))
    results = Parallel(n_jobs=jobs)(
        delayed(fit_task)(task, features, plain, twins, named, settings) for task in tasks
    )

    heads, out_of_fold = [], {}
    for head in codebook.heads:
        odds = np.full((len(texts), len(head.labels)), np.nan)
        for task, result in zip(tasks, results, strict=True):
            if task.head is head and len(task.held_out):
                odds[task.held_out] = result.held_out_odds
        final = next(r for t, r in zip(tasks, results, strict=True) if t.head is head and not len(t.held_out))
        known = ~np.isnan(odds).any(axis=1)
        temperature = fit_temperature(odds[known], answers[head.name][known])
        shares = softmax(odds / temperature)
        sure_from = unsure_below(shares[known], answers[head.name][known]) if known.any() else 0.0
        heads.append(HeadModel(head, final.coefficients, final.intercepts, temperature, sure_from))
        out_of_fold[head.name] = shares
    _learn_weights(features, plain, twins, settings)
    model = Model(codebook, features, tuple(heads))
    if parents is not None:
        _learn_context(model, texts, parents, answers, groups, out_of_fold)
    return Fit(model, out_of_fold)


def _learn_context(
    model: Model,
    texts: Sequence[str],
    parents: Sequence[str | None],
    answers: Mapping[str, NDArray[np.intp]],
    groups: Sequence[str],
    out_of_fold: Mapping[str, NDArray[np.float64]],
) -> None:
    """Learn from held-out probabilities, also of parents that are training texts themselves."""
    row_of = {text: row for row, text in enumerate(texts)}
    answering = [n for n, parent in enumerate(parents) if parent]
    if not answering:
        return
    given = model.predict([str(parents[n]) for n in answering])
    for head in model.heads:
        own = out_of_fold[head.head.name]
        parent_shares = given[head.head.name]
        for at, n in enumerate(answering):
            row = row_of.get(str(parents[n]))
            if row is not None and not np.isnan(own[row]).any():
                parent_shares[at] = own[row]
        used = [at for at, n in enumerate(answering) if not np.isnan(own[n]).any()]
        rows = [answering[at] for at in used]
        head.context = fit_context(
            own[rows],
            parent_shares[used],
            answers[head.head.name][rows],
            [groups[n] for n in rows],
            head.head.mirrored_order,
        )


@dataclass(frozen=True)
class _Task:
    """Fit one head on some rows and judge others.

    Terms and their weights are learnt from every row but those held out, also from rows without a label
    of this head, so that the final models of all heads share them.
    """

    head: Head
    answers: NDArray[np.intp]
    rows: NDArray[np.intp]
    held_out: NDArray[np.intp]


@dataclass(frozen=True)
class _Result:
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    held_out_odds: NDArray[np.float64] | None


def _positions(head: Head, labels: Sequence[str | None]) -> NDArray[np.intp]:
    """Position of each label in the head; -1 where it is not known."""
    place = {name: at for at, name in enumerate(head.names)}
    found = np.array([-1 if label is None else place[label] for label in labels], dtype=np.intp)
    if len(set(found[found >= 0].tolist())) < 2:
        raise LabelsError(
            f"fewer than two different labels of `{head.name}` to learn from", remedy="label more comments"
        )
    return found


def _tasks(
    codebook: Codebook, answers: Mapping[str, NDArray[np.intp]], groups: Sequence[str], settings: Settings
) -> list[_Task]:
    tasks = []
    for head in codebook.heads:
        answer = answers[head.name]
        known = np.flatnonzero(answer >= 0)
        own = np.array(groups, dtype=object)[known]
        folds = min(settings.folds, len(set(own)))
        if folds >= 2:
            splitter = GroupKFold(n_splits=folds, shuffle=True, random_state=settings.seed)
            for train, held_out in splitter.split(known, groups=own):
                if len(set(answer[known[train]])) >= 2:
                    tasks.append(_Task(head, answer, known[train], known[held_out]))
        tasks.append(_Task(head, answer, known, np.zeros(0, dtype=np.intp)))
    return tasks


def _fit_task(
    task: _Task,
    features: TextFeatures,
    plain: list[sp.csr_matrix],
    twins: list[sp.csr_matrix] | None,
    named: NDArray[np.bool_],
    settings: Settings,
) -> _Result:
    rows, head, answers = task.rows, task.head, task.answers[task.rows]
    own = _copy(features)
    seen = np.setdiff1d(np.arange(len(task.answers)), task.held_out)
    seen_twins = None if twins is None else [count[seen] for count in twins]
    kept = _learn_weights(own, [count[seen] for count in plain], seen_twins, settings)
    design = own.weigh([count[rows][:, columns] for count, columns in zip(plain, kept, strict=True)])
    weights = np.ones(len(answers))
    if twins is not None:
        mirrored = own.weigh([count[rows][:, columns] for count, columns in zip(twins, kept, strict=True)])
        design, answers, weights = _with_twins(design, mirrored, named[rows], answers, head)
    scales = np.ones(own.width)
    terms_end = own.counted_width
    scales[:terms_end] = _term_scales(design[:, :terms_end], answers, weights, settings.smoothing)
    fitted = LogisticRegression(C=settings.strength, max_iter=1000, tol=1e-3)
    fitted.fit(design @ sp.diags_array(scales), answers, sample_weight=weights)
    result = _spread(fitted, scales, head)
    if not len(task.held_out):
        return result
    judged = HeadModel(head, result.coefficients, result.intercepts)
    terms = own.weigh([c[task.held_out][:, k] for c, k in zip(plain, kept, strict=True)])
    if twins is None:
        return _Result(result.coefficients[:, :0], result.intercepts, judged.log_odds(terms))
    mirrored = own.weigh([c[task.held_out][:, k] for c, k in zip(twins, kept, strict=True)])
    odds = _even_handed([judged], terms, mirrored, named[task.held_out])[0]
    return _Result(result.coefficients[:, :0], result.intercepts, odds)


def _learn_weights(
    features: TextFeatures,
    plain: Sequence[sp.csr_matrix],
    twins: Sequence[sp.csr_matrix] | None,
    settings: Settings,
) -> list[NDArray[np.intp]]:
    """Terms and their weights, from texts and twins alike so that neither side's names weigh more."""
    if twins is None:
        return features.learn_weights(plain, settings.features.least)
    stacked = [sp.vstack([one, other], format="csr") for one, other in zip(plain, twins, strict=True)]
    return features.learn_weights(stacked, 2 * settings.features.least)


def _with_twins(
    terms: sp.csr_matrix,
    twins: sp.csr_matrix,
    named: NDArray[np.bool_],
    answers: NDArray[np.intp],
    head: Head,
) -> tuple[sp.csr_matrix, NDArray[np.intp], NDArray[np.float64]]:
    """Rows joined by the twins of those that name a side; text and twin share one vote."""
    order = np.array(head.mirrored_order)
    return (
        sp.vstack([terms, twins[named]], format="csr"),
        np.concatenate([answers, order[answers[named]]]),
        np.concatenate([np.where(named, 0.5, 1.0), np.full(int(named.sum()), 0.5)]),
    )


def _even_handed(
    heads: Sequence[HeadModel], terms: sp.csr_matrix, twins: sp.csr_matrix, named: NDArray[np.bool_]
) -> list[NDArray[np.float64]]:
    """Log-odds of texts; those that name a side are judged together with their twins."""
    odds = []
    for head in heads:
        own = head.log_odds(terms)
        other = head.log_odds(twins)[:, list(head.head.mirrored_order)]
        odds.append(np.where(named[:, None], (own + other) / 2, own))
    return odds


def _term_scales(
    design: sp.csr_matrix, answers: NDArray[np.intp], weights: NDArray[np.float64], smoothing: float
) -> NDArray[np.float64]:
    """How telling each term is: the root mean square of its log-ratios between a label and the rest.

    Terms scaled so are regularised the less, the more they tell. After Wang and Manning, *Baselines and
    Bigrams: Simple, Good Sentiment and Topic Classification*, ACL 2012, for several labels at once.
    """
    weighted = sp.diags_array(weights) @ design
    whole = np.asarray(weighted.sum(axis=0)).ravel()
    ratios = []
    for label in np.unique(answers):
        own = np.asarray(weighted[answers == label].sum(axis=0)).ravel() + smoothing
        rest = np.maximum(whole - own + smoothing, 0) + smoothing
        ratios.append(np.log(own / own.sum()) - np.log(rest / rest.sum()))
    scales = np.sqrt(np.mean(np.square(ratios), axis=0))
    return scales / max(float(scales.mean()), 1e-12) if len(scales) else scales


def _spread(fitted: LogisticRegression, scales: NDArray[np.float64], head: Head) -> _Result:
    """Coefficients of unscaled terms with one row a label, also for labels the rows had none of."""
    fitted.coef_ = fitted.coef_ * scales
    width = fitted.coef_.shape[1]
    coefficients = np.zeros((len(head.labels), width))
    intercepts = np.full(len(head.labels), -20.0)
    if len(fitted.classes_) == 2:
        first, second = fitted.classes_
        coefficients[first], coefficients[second] = -fitted.coef_[0] / 2, fitted.coef_[0] / 2
        intercepts[first], intercepts[second] = -fitted.intercept_[0] / 2, fitted.intercept_[0] / 2
    else:
        coefficients[fitted.classes_] = fitted.coef_
        intercepts[fitted.classes_] = fitted.intercept_
    return _Result(coefficients, intercepts, None)


def _copy(features: TextFeatures) -> TextFeatures:
    own = TextFeatures(features.settings, features.mirror)
    for block, source in zip(own.blocks, features.blocks, strict=True):
        block.terms = source.terms
    return own
