"""Measures the classifiers on their own utterances: folds, calibration, thresholds."""
