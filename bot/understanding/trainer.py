"""Fits the linear models: squared-hinge support vector machines by liblinear over sparse features,
and over embeddings multinomial logistic regression (both scikit-learn) or a linear discriminant.

scikit-learn is imported here alone, since only building needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.understanding.linear import LinearModel, SoftmaxModel
from bot.understanding.vectorizer import Floats, Vectorizer

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

COST = 1.0
SOFTMAX_COST = 30.0
SOFTMAX_STEPS = 40
COMPONENTS = 400
SHRINKAGE = 0.2


def matrix(vectorizer: Vectorizer, documents: Sequence[Sequence[str]]) -> csr_matrix:
    """The documents' features as a SciPy CSR matrix of shape (documents, features)."""
    from scipy import sparse

    pairs = [vectorizer.transform(words) for words in documents]
    lengths = np.array([0, *(len(places) for places, _ in pairs)])
    places = np.concatenate([p for p, _ in pairs]) if pairs else np.zeros(0, np.int32)
    values = np.concatenate([v for _, v in pairs]) if pairs else np.zeros(0, np.float32)
    shape = (len(pairs), len(vectorizer.index))
    return sparse.csr_matrix((values.astype(np.float64), places, np.cumsum(lengths)), shape=shape)


def fit(features: object, labels: Sequence[str]) -> LinearModel:
    """A model over `features` (any matrix that scikit-learn takes) with one class a label."""
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=COST, loss="squared_hinge", dual=True, tol=1e-3, max_iter=2000)
    machine.fit(features, np.array(labels))
    coefficients: NDArray[np.float64] = machine.coef_
    bias: Floats = machine.intercept_.astype(np.float32)
    if len(machine.classes_) == 2:  # liblinear keeps one row for two classes
        coefficients = np.vstack([-coefficients[0], coefficients[0]])
        bias = np.array([-bias[0], bias[0]], dtype=np.float32)
    return LinearModel.rounded(tuple(map(str, machine.classes_)), coefficients.T, bias)


def fit_meaning(head: str, embeddings: Floats, labels: Sequence[str]) -> SoftmaxModel:
    """The model over embeddings that suits a head: of its many examples an intent has the most."""
    fit_one = fit_softmax if head == "intent" else fit_discriminant
    return fit_one(embeddings, labels)


def fit_softmax(embeddings: Floats, labels: Sequence[str]) -> SoftmaxModel:
    """A softmax model over embeddings of shape (examples, dimension).

    It is learned over the `COMPONENTS` principal components of the embeddings, where they are more:
    these lose nothing that helps, and learning is several times as quick.
    """
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    centre, axes = _principal(embeddings)
    machine = LogisticRegression(C=SOFTMAX_COST, max_iter=SOFTMAX_STEPS, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # stopping early is meant: it is as good
        machine.fit((embeddings - centre) @ axes, np.array(labels))
    weights = np.ascontiguousarray(axes @ machine.coef_.T.astype(np.float32))
    bias = machine.intercept_.astype(np.float32) - centre @ weights
    if len(machine.classes_) == 2:
        weights = np.hstack([-weights / 2, weights / 2])
        bias = np.array([-bias[0] / 2, bias[0] / 2], dtype=np.float32)
    return SoftmaxModel(tuple(map(str, machine.classes_)), weights, bias)


def _principal(embeddings: Floats) -> tuple[Floats, Floats]:
    """The mean, shape (dimension,), and the principal axes, shape (dimension, components), scaled
    so that the components of the embeddings have a mean square length of 1."""
    centre = embeddings.mean(axis=0)
    spread = embeddings - centre
    _, axes = np.linalg.eigh(spread.T @ spread)
    kept = axes[:, ::-1][:, :COMPONENTS]
    length = np.sqrt(np.mean(np.sum((spread @ kept) ** 2, axis=1))) or 1.0
    return centre, np.ascontiguousarray(kept / length, dtype=np.float32)


def fit_discriminant(embeddings: Floats, labels: Sequence[str]) -> SoftmaxModel:
    """Fisher's linear discriminant over embeddings of shape (examples, dimension).

    The classes are normal distributions of one covariance, equally likely beforehand; it is shrunk
    towards a sphere by `SHRINKAGE` (Friedman 1989, "Regularized Discriminant Analysis", with
    gamma = `SHRINKAGE`). With few and unlike examples a class it generalises better than the
    softmax model, and takes milliseconds.
    """
    classes, places = np.unique(np.array(labels), return_inverse=True)
    member = np.zeros((len(labels), len(classes)), np.float64)
    member[np.arange(len(labels)), places] = 1.0
    means = (member.T @ embeddings) / member.sum(axis=0)[:, None]
    spread = embeddings - means[places]
    covariance = spread.T @ spread / len(labels)
    dimension = len(covariance)
    sphere = np.eye(dimension) * (np.trace(covariance) / dimension + np.finfo(np.float32).tiny)
    shrunk = (1 - SHRINKAGE) * covariance + SHRINKAGE * sphere
    weights = np.linalg.solve(shrunk, means.T)
    bias = -0.5 * np.einsum("cd,dc->c", means, weights)
    return SoftmaxModel(
        tuple(map(str, classes)), weights.astype(np.float32), bias.astype(np.float32)
    )
