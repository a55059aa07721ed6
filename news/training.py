"""Fits the ranker: a logistic regression over named features; pure, and slow to import."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from news.ranking import Weights

STRENGTH = 0.5  # C: small, so that an outlet seen twice decides nothing


def fit(rows: Sequence[dict[str, float]], wanted: Sequence[bool]) -> Weights:
    """The weights that best tell wanted stories from unwanted ones.

    Both sorts weigh the same, however many there are of each: a desk that dismisses nine of ten
    would otherwise teach that everything is unwanted. Needs at least one row of each sort.
    """
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000)
    model.fit(matrix, list(wanted))
    names = vectorizer.get_feature_names_out()
    weights = {
        str(name): round(float(weight), 4)
        for name, weight in zip(names, model.coef_[0], strict=True)
        if abs(weight) >= 0.0001
    }
    return Weights(weights, round(float(model.intercept_[0]), 4))
