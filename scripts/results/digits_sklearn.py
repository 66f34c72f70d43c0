#!/usr/bin/env python3
"""Compares restricted Boltzmann machines of scikit-learn and of Latent4J on the 8x8 digits.

Both learn from the first 1,500 digits, thresholded at 0.5, by persistent contrastive divergence with one Gibbs step,
at the same constant learning rate, batch size, number of chains and epochs, from weights of standard deviation 0.01
and biases of 0. The held-out 297 digits are scored by the same exact pseudo-likelihood, that of `latent4j evaluate`;
scikit-learn's machines are written to model files for it. NumPy computes every score again, in float64.

Usage: scripts/results/digits_sklearn.py FOLDER [--backend NAME]
Needs scikit-learn and numpy; FOLDER must not exist yet and receives the models.
"""

import argparse
import json
import platform
import statistics
import struct
import subprocess
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.neural_network import BernoulliRBM

ROOT = Path(__file__).resolve().parents[2]
TRAINING_ROWS = 1500
HIDDEN = 100
RATE = 0.05
BATCH = 20
EPOCHS = 60
SEEDS = range(1, 6)


def digits():
    """The 1,797 digits as 0 and 1: a pixel of 0 to 16 is on if it is above 8."""
    return (load_digits().data / 16 > 0.5).astype(np.float64)


def sklearn_model(seed, rows):
    """Trains scikit-learn's machine: weights [V, H], visible bias [V], hidden bias [H]."""
    machine = BernoulliRBM(HIDDEN, learning_rate=RATE, batch_size=BATCH, n_iter=EPOCHS, random_state=seed)
    machine.fit(rows)
    return machine.components_.T, machine.intercept_visible_, machine.intercept_hidden_


def write_model(path, weights, visible_bias, hidden_bias):
    """Writes a file of the format latent4j.rbm.1: safetensors, float32."""
    header = {
        "__metadata__": {"format": "latent4j.rbm.1", "visible_units": "bernoulli", "hidden_units": "bernoulli"}
    }
    data = b""
    for name, values in [("weights", weights), ("visible_bias", visible_bias), ("hidden_bias", hidden_bias)]:
        content = np.ascontiguousarray(values, "<f4").tobytes()
        offsets = [len(data), len(data) + len(content)]
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": offsets}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read_model(path):
    """Reads the three tensors of a model file, in float64."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    tensors = []
    for name in ("weights", "visible_bias", "hidden_bias"):
        start, end = header[name]["data_offsets"]
        values = np.frombuffer(content[8 + length + start : 8 + length + end], "<f4")
        tensors.append(values.reshape(header[name]["shape"]).astype(np.float64))
    return tensors


def latent4j(*words):
    """Runs the command and returns what it prints."""
    command = [str(ROOT / "latent4j"), *map(str, words)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def train_latent4j(seed, folder, backend):
    latent4j(
        *("train", "rbm", "--data", "digits", "--threshold", 0.5, "--validation", 1797 - TRAINING_ROWS),
        *("--hidden", HIDDEN, "--algorithm", "pcd", "--steps", 1, "--chains", BATCH, "--batch", BATCH),
        *("--epochs", EPOCHS, "--rate", RATE, "--rate-schedule", "constant"),
        *("--initial-weights", "normal:0.01", "--initial-visible-bias", "zero"),
        *("--backend", backend, "--seed", seed, "--out", folder),
    )
    return folder / "model.safetensors"


def numpy_score(model, rows):
    """The exact pseudo-likelihood of rows of 0 and 1: the mean over rows of the sum of log p(v_i | others)."""
    weights, visible_bias, hidden_bias = model
    hidden_input = rows @ weights + hidden_bias
    hidden_part = np.logaddexp(0, hidden_input).sum(1)
    total = np.zeros(len(rows))
    for i in range(rows.shape[1]):
        change = 1 - 2 * rows[:, i]
        turned = np.logaddexp(0, hidden_input + np.outer(change, weights[i])).sum(1) + change * visible_bias[i]
        total -= np.logaddexp(0, turned - hidden_part)
    return total.mean()


def score(path, held_out, backend):
    """The exact pseudo-likelihood of the held-out digits by `latent4j evaluate`, checked by NumPy."""
    words = ("--data", "digits", "--threshold", 0.5, "--validation", len(held_out), "--exact", "--backend", backend)
    printed = latent4j("evaluate", path, *words)
    (line,) = [line for line in printed.splitlines() if line.startswith("log pseudo-likelihood, exact")]
    value = float(line.split()[-1])
    again = numpy_score(read_model(path), held_out)
    if abs(value - again) > 1e-3:
        raise SystemExit(f"{path}: latent4j says {value}, numpy {again}")
    return value


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--backend", default="cpu")
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    rows = digits()
    held_out = rows[TRAINING_ROWS:]
    print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, Python {platform.python_version()}")
    print(f"PCD-1, {HIDDEN} hidden, rate {RATE}, batch and chains {BATCH}, {EPOCHS} epochs")
    theirs, ours = [], []
    for seed in SEEDS:
        path = options.folder / f"sklearn-{seed}.safetensors"
        write_model(path, *sklearn_model(seed, rows[:TRAINING_ROWS]))
        theirs.append(score(path, held_out, options.backend))
        path = train_latent4j(seed, options.folder / f"latent4j-{seed}", options.backend)
        ours.append(score(path, held_out, options.backend))
        print(f"seed {seed}: scikit-learn {theirs[-1]:.4f}, latent4j {ours[-1]:.4f}", flush=True)
    for name, scores in [("scikit-learn", theirs), ("latent4j", ours)]:
        print(f"{name}: mean {statistics.mean(scores):.4f}, standard deviation {statistics.stdev(scores):.4f}")


if __name__ == "__main__":
    main()
